/** Dry run of the plant's bindings: each leads to exactly one record there, or it says which do not. */
import { type Erp, ok, type Result } from '../../ports.ts';
import type { SitePack } from '../../site/pack.ts';
import { findRecord } from '../intents/references.ts';
import { resolveExternalId } from '../materials.ts';
import type { DrillRow, Servers } from './drill.ts';

type Binding = SitePack['bindings'][number];

/** Where a code of the plant may lead to; one of them is enough. */
const MODELS: Readonly<Record<Binding['domain'], readonly string[]>> = {
  material: ['product.product'],
  uom: ['uom.uom'],
  reason: ['mrp.workcenter.productivity.loss', 'stock.scrap.reason.tag'],
  location: ['stock.location'],
  equipment: ['mrp.workcenter', 'maintenance.equipment'],
  asset: ['maintenance.equipment'],
  person: ['hr.employee', 'res.users'],
  partner: ['res.partner'],
};

export async function drillReferences(
  { name, bindings }: Pick<SitePack, 'name' | 'bindings'>,
  { from, to }: Servers,
): Promise<Result<readonly DrillRow[]>> {
  const found: DrillRow[] = [];
  for (const domain of [...new Set(bindings.map((binding) => binding.domain))]) {
    const of = bindings.filter((binding) => binding.domain === domain);
    const now = await lost(to, of);
    if (!now.ok) return now;
    // Only what is lost there is worth asking here.
    const then = from ? await lost(from, now.value) : ok([]);
    if (!then.ok) return then;
    const isOld = now.value.length > 0 && then.value.length === now.value.length;
    const words = now.value.map(({ canonicalId, by, value }) => `${canonicalId} (${by} "${value}")`);
    found.push({
      ...{ what: `${of.length} × ${domain}`, flows: [`site pack ${name}`], replacedBy: '' },
      verdict: now.value.length === 0 ? 'works' : isOld ? 'broken-before' : 'breaks',
      because: words.length === 0 ? '' : `no single record for ${few(words)}`,
    });
  }
  return ok(found);
}

const FEW = 5;
const few = (words: readonly string[]): string =>
  words.length > FEW ? `${words.slice(0, FEW).join(', ')} and ${words.length - FEW} more` : words.join(', ');

async function lost(erp: Erp, bindings: readonly Binding[]): Promise<Result<readonly Binding[]>> {
  const missing: Binding[] = [];
  for (const binding of bindings) {
    const there = await isThere(erp, binding);
    if (!there.ok) return there;
    if (!there.value) missing.push(binding);
  }
  return ok(missing);
}

async function isThere(erp: Erp, binding: Binding): Promise<Result<boolean>> {
  const where = { attempted: 'look a reference up', on: binding.canonicalId };
  for (const model of MODELS[binding.domain]) {
    const found =
      binding.by === 'externalId'
        ? await resolveExternalId(erp, binding.value, model, where)
        : await findRecord(erp, model, { id: binding.canonicalId, by: binding.by, value: binding.value }, where);
    if (found.ok) return ok(true);
    const { class: kind } = found.failure;
    if (
      kind !== 'business' &&
      kind !== 'data' &&
      found.failure.code !== 'odoo-model-missing' &&
      kind !== 'authorisation'
    )
      return found;
  }
  return ok(false);
}
