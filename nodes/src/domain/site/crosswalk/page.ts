/** What a person looks for in the crosswalk: by words of a row and by its status, the last changed first. */
import { units } from '../../canonical/units.ts';
import { targetsOf } from '../checks/codes.ts';
import type { CrosswalkRow, SitePack } from '../pack.ts';

export interface Wanted {
  readonly text?: string;
  readonly status?: CrosswalkRow['status'];
  /** At most so many, the last changed first; without it all, the oldest first. */
  readonly limit?: number;
}

export interface RowPage<R> {
  readonly rows: readonly R[];
  /** How many there are in all. */
  readonly total: number;
}

/** Rows of a site pack have neither. */
type Changed = CrosswalkRow & { readonly changedAt?: number; readonly id?: number };

export function rowPage<R extends Changed>(rows: readonly R[], { text = '', status, limit }: Wanted): RowPage<R> {
  const words = text.toLowerCase().split(/\s+/);
  const found = rows.filter(
    (row) => (status === undefined || row.status === status) && words.every((word) => textOf(row).includes(word)),
  );
  if (limit === undefined) return { rows: found, total: found.length };
  const latest = found.toSorted((one, other) => newness(other, one, 'changedAt') || newness(other, one, 'id'));
  return { rows: latest.slice(0, limit), total: found.length };
}

const newness = (one: Changed, other: Changed, by: 'changedAt' | 'id'): number => (one[by] ?? 0) - (other[by] ?? 0);

const textOf = ({ domain, system, localCode, canonicalId }: CrosswalkRow): string =>
  `${domain} ${system} ${localCode} ${canonicalId}`.toLowerCase();

export interface Target {
  readonly id: string;
  readonly title: string;
}

/** What a code of this kind may mean here; empty where any word will do. */
export function targetChoices(pack: SitePack, domain: CrosswalkRow['domain']): readonly Target[] {
  if (domain === 'lot' || domain === 'person' || domain === 'recipe') return [];
  if (domain === 'uom') return [...units.values()].map(({ code, name }) => ({ id: code, title: name }));
  const machines = new Map(pack.equipment.map(({ id, name }) => [id, name]));
  const values = new Map(
    pack.bindings.filter((one) => one.domain === domain).map(({ canonicalId, value }) => [canonicalId, value]),
  );
  return targetsOf(pack, domain).map((id) => ({ id, title: machines.get(id) ?? values.get(id) ?? '' }));
}
