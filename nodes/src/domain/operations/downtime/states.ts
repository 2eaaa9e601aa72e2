/**
 * What a state of a machine says about its time: it makes something, it stands still, it stands still as planned, or
 * nobody knows. Rows of the site come first, the most specific one counts; then the models' own words, which only ever
 * tell running from standing.
 */
import type { StateRow } from './settings.ts';

export type Kind = StateRow['is'];

export interface Told {
  readonly model: StateRow['model'];
  readonly state: string;
  readonly mode?: string | undefined;
}

const RUNNING: Readonly<Record<StateRow['model'], readonly string[]>> = {
  packml: ['execute'],
  machinery: ['executing'],
  site: ['running'],
};
const UNKNOWN: readonly string[] = ['unknown', 'undefined', 'notavailable'];

export function meaning(rows: readonly StateRow[], told: Told): Pick<StateRow, 'is' | 'reason'> {
  const [row] = rows.filter((one) => fits(one, told)).sort((left, right) => detail(right) - detail(left));
  if (row) return row;
  const state = plain(told.state);
  if (UNKNOWN.includes(state)) return { is: 'unknown' };
  return { is: RUNNING[told.model].includes(state) ? 'running' : 'stopped' };
}

const fits = (row: StateRow, { model, state, mode }: Told): boolean =>
  row.model === model &&
  (row.state === undefined || plain(row.state) === plain(state)) &&
  (row.mode === undefined || plain(row.mode) === plain(mode ?? ''));

const detail = ({ state, mode }: StateRow): number => (state === undefined ? 0 : 2) + (mode === undefined ? 0 : 1);

/** `Not Available`, `notAvailable` and `NOT_AVAILABLE` are one word. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/g, '');
