/** One question, one answer: the chain as Odoo has it, and the dossier where it is asked for. */

import { MAX_DOCUMENT_CHARACTERS } from '../../domain/canonical/integration/document-received.ts';
import type { EventData } from '../../domain/canonical/registry.ts';
import type { Envelope } from '../../domain/envelope.ts';
import type { Chain } from '../../domain/genealogy/chain.ts';
import { chainData, type Teller, tell } from '../../domain/genealogy/tell.ts';
import { lookups } from '../../domain/mapping/converters.ts';
import { chooseDialect } from '../../domain/odoo/dialects/choose.ts';
import { readGenealogy } from '../../domain/odoo/genealogy.ts';
import { readRecords } from '../../domain/odoo/genealogy-dossier.ts';
import { ProductNames } from '../../domain/odoo/genealogy-names.ts';
import { findProduct } from '../../domain/odoo/materials.ts';
import { materialRefSchema } from '../../domain/odoo/order-intent.ts';
import { refusal } from '../../domain/odoo/refusals.ts';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';

export type Asked = EventData<'trace.question.asked'>;

export interface Desk {
  readonly erp: Erp;
  readonly site: SitePackResource;
  readonly teller: Teller;
  readonly mostLots: number;
  now(): string;
}

/** The answer, and the dossier behind it. What is wrong with the question is an answer, too. */
export async function answer(desk: Desk, event: Envelope, asked: Asked): Promise<Result<readonly Envelope[]>> {
  const { questionId, material, lot } = asked;
  const head = { questionId, material, lot };
  const found = await chainsOf(desk, event, asked);
  if (!found.ok) {
    const { code, reason, class: kind } = found.failure;
    if (kind !== 'data' && kind !== 'business') return found;
    const refused = { ...head, verdict: 'refused' as const, reason: { code, text: reason }, chains: [] };
    return told([tell(desk.teller, 'trace.question.answered', refused, desk.now(), event.id)]);
  }
  const { chains, lot: id } = found.value;
  const dossier = asked.dossier ? await dossierOf(desk, event, asked, id, chains) : ok(undefined);
  if (!dossier.ok) return dossier;
  const data = {
    ...{ ...head, verdict: 'answered' as const, chains: chains.map(chainData) },
    ...(dossier.value && 'id' in dossier.value ? { dossierId: dossier.value.id } : {}),
    ...(dossier.value && 'reason' in dossier.value ? { reason: dossier.value.reason } : {}),
  };
  return told([
    tell(desk.teller, 'trace.question.answered', data, desk.now(), event.id),
    ...(dossier.value && 'event' in dossier.value ? [dossier.value.event] : []),
  ]);
}

function told(events: readonly Result<Envelope>[]): Result<readonly Envelope[]> {
  const wrong = events.find((event) => !event.ok);
  return wrong && !wrong.ok ? wrong : ok(events.flatMap((event) => (event.ok ? [event.value] : [])));
}

interface Found {
  readonly lot: number;
  readonly chains: readonly Chain[];
}

async function chainsOf({ erp, site, mostLots }: Desk, event: Envelope, asked: Asked): Promise<Result<Found>> {
  const where = { attempted: 'read the genealogy', on: asked.lot.lotId };
  const scope = { event, site };
  const material = lookups.material(asked.material.materialDefinitionId, scope);
  if (!material.ok) return material;
  const name = lookups.lot(asked.lot.lotId, scope);
  if (!name.ok) return name;
  const product = await findProduct(erp, materialRefSchema.parse(material.value), where);
  if (!product.ok) return product;
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const dialect = chooseDialect(profile.value);
  if (!dialect.ok) return dialect;
  const lot = await dialect.value.findLot(erp, product.value.id, String(name.value));
  if (!lot.ok) return lot;
  if (lot.value === undefined) return fail(refusal('lot-unknown', where, String(name.value)));
  const names = new ProductNames(erp, site);
  const chains: Chain[] = [];
  for (const [direction, other] of [
    ['up', 'forward'],
    ['down', 'back'],
  ] as const) {
    if (asked.direction === other) continue;
    const question = { lot: lot.value, direction, mostLevels: (asked.depth ?? 10) + 1, mostLots };
    const chain = await readGenealogy(erp, question, names.read);
    if (!chain.ok) return chain;
    chains.push(chain.value);
  }
  return ok({ lot: lot.value, chains });
}

type Compiled =
  | { readonly id: string; readonly event: Result<Envelope> }
  | { readonly reason: { readonly code: string; readonly text: string } };

/** Says nothing of the time it was compiled at: the same facts are the same dossier. */
async function dossierOf(
  { erp, teller, now }: Desk,
  event: Envelope,
  { material, lot }: Asked,
  id: number,
  chains: readonly Chain[],
): Promise<Result<Compiled>> {
  const records = await readRecords(erp, id, chains);
  if (!records.ok) return records;
  const content = { material: material.materialDefinitionId, lot: lot.lotId };
  const text = JSON.stringify({ ...content, chains: chains.map(chainData), ...records.value }, null, 2);
  if (text.length > MAX_DOCUMENT_CHARACTERS) {
    return ok({ reason: { code: 'dossier-too-large', text: 'ask for fewer levels, or for one direction' } });
  }
  const checksum = teller.hash(text);
  const name = `${content.material}-${content.lot}`.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, 60);
  const dossierId = `${name}-${checksum.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 12)}`;
  return ok({
    id: dossierId,
    event: tell(teller, 'trace.dossier.compiled', { dossierId, material, lot, checksum, text }, now(), event.id),
  });
}
