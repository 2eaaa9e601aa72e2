/** What was said of a machine so far, and what has to be said now: news, corrections, withdrawals. */
import { type Desired, durationText, MICROSTOPS, type Saying, STOP } from './desired.ts';

export type Told = Saying & { readonly revision: number; readonly startMs: number };
export type Tellings = ReadonlyMap<string, Told>;

export interface News {
  readonly key: string;
  readonly told: Told;
}

/** In the order in which it has to be posted: what ends or goes first, what begins and blocks its work centre last. */
export function news(tellings: Tellings, wanted: readonly Desired[], fromMs: number): News[] {
  const keys = new Set(wanted.map(({ key }) => key));
  const gone = [...tellings]
    .filter(([key, { startMs }]) => startMs >= fromMs && !keys.has(key))
    .flatMap(([key, told]) => changed(key, told, withdrawn(told)));
  const said = wanted.flatMap(({ key, startMs, ...saying }) => changed(key, tellings.get(key), saying, startMs));
  return [...gone, ...said].sort(
    (one, other) => rank(one.told) - rank(other.told) || one.told.startMs - other.told.startMs,
  );
}

function changed(key: string, before: Told | undefined, saying: Saying, startMs = before?.startMs ?? 0): News[] {
  if (before && JSON.stringify(before.data) === JSON.stringify(saying.data)) return [];
  return [{ key, told: { ...saying, startMs, revision: (before?.revision ?? 0) + 1 } }];
}

/** What has not been is said with an end at its start: the row in Odoo stays, and is worth nothing. */
function withdrawn(told: Told): Saying {
  switch (told.name) {
    case STOP: {
      const { data } = told;
      return { name: STOP, data: { ...data, end: data.start, note: WITHDRAWN } };
    }
    case MICROSTOPS: {
      const { data } = told;
      const booked = { start: data.booked.start, end: data.booked.start };
      return { name: MICROSTOPS, data: { ...data, count: 0, duration: durationText(0), booked, note: WITHDRAWN } };
    }
    default:
      return told;
  }
}

const WITHDRAWN = 'Withdrawn: later states of the machine show another course.';

const rank = ({ name, data }: Told): number => (name === STOP && data.end === undefined ? 1 : 0);
