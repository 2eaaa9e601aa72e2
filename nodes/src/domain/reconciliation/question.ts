/** What a snapshot asks of Odoo, in the plant's own ids: its places must be known; a material nobody knows is a line of the report. */
import type { z } from 'zod';
import type { events } from '../canonical/registry.ts';
import type { BookQuestion } from '../odoo/stock-book.ts';
import { fail, ok, type Result } from '../ports.ts';
import type { Binding } from '../site/pack.ts';
import type { SitePackResource } from '../site/resource.ts';
import type { Held } from './compare.ts';

export type Snapshot = z.output<(typeof events)['inventory.balance.snapshot']['reader']>;

export interface Asked {
  readonly book: BookQuestion;
  readonly held: readonly Held[];
}

export function asked(snapshot: Snapshot, system: string, site: SitePackResource): Result<Asked> {
  const { crosswalk, pack } = site;
  const { asOf } = snapshot;
  const places = new Map<string, Binding>();
  const locations = new Map<string, string>();
  for (const code of snapshot.locations) {
    const id = crosswalk.canonical('location', system, code, asOf);
    const bound = id.ok ? crosswalk.binding('location', id.value) : id;
    if (!bound.ok) return fail(bound.failure);
    places.set(bound.value.canonicalId, bound.value);
    locations.set(code, bound.value.canonicalId);
  }
  const material = (code: string): string => materialOf(site, system, code, asOf);
  const bound = (domain: Binding['domain']) => pack.bindings.filter((one) => one.domain === domain);
  const wanted = snapshot.materials && new Set(snapshot.materials.map(material));
  const known = bound('material');
  return ok({
    held: snapshot.lines.map((line) => ({
      ...{ location: locations.get(line.locationId) ?? line.locationId },
      material: material(line.material.materialDefinitionId),
      ...(line.lot === undefined ? {} : { lot: line.lot.lotId }),
      ...{ quantity: line.quantity.value, uom: line.quantity.uom },
    })),
    book: {
      places: [...places.values()].map(ref),
      others: bound('location')
        .filter(({ canonicalId }) => !places.has(canonicalId))
        .map(ref),
      ...(wanted ? { materials: known.filter(({ canonicalId }) => wanted.has(canonicalId)).map(ref) } : {}),
      known: known.map(ref),
      since: asOf,
    },
  });
}

/** The code itself where nobody knows it. */
export function materialOf({ crosswalk }: SitePackResource, system: string, code: string, at: string): string {
  const id = crosswalk.canonical('material', system, code, at);
  return id.ok ? id.value : code;
}

const ref = ({ canonicalId: id, by, value }: Binding) => ({ id, by, value });
