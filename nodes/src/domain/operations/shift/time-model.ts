/** Standstills that overlap, laid one over the other: every moment of a window counts once. */
import type { Held, Span } from '../windows/entry.ts';
import type { ShiftFact, TimeElement, TimeUse } from './facts.ts';

type Stop = Extract<ShiftFact, { kind: 'stop' }>;

export interface Loss {
  readonly element: TimeElement;
  readonly reason: string;
  readonly ms: number;
  /** Standstills that took part of it. */
  readonly stops: number;
}

interface Standing extends Span {
  readonly slot: string;
  readonly stop: Stop;
}

export interface TimeModel {
  readonly losses: readonly Loss[];
  /** Nobody heard of the line: neither production nor standstill. */
  readonly unknownMs: number;
}

/** `key`: whom the window is about. What a watcher says of the whole of it goes before single standstills. */
export function timeModel(held: readonly Held<ShiftFact>[], slice: Span, key: string | undefined): TimeModel {
  const standing = held.flatMap(({ entry, startMs, endMs }) =>
    entry.says.kind === 'stop' ? [{ slot: entry.slot, stop: entry.says, startMs, endMs }] : [],
  );
  const use = held.find(
    ({ entry: { says }, startMs, endMs }) =>
      says.kind === 'use' && says.equipment === key && startMs === slice.startMs && endMs === slice.endMs,
  )?.entry.says;
  if (use?.kind === 'use')
    return { losses: merged(use.losses.map((loss) => told(loss, standing))), unknownMs: use.unknownMs };
  return { losses: merged([...laidOver(standing), ...microstopsIn(held)]), unknownMs: 0 };
}

function told({ isPlanned, ...loss }: TimeUse['losses'][number], standing: readonly Standing[]): Loss {
  const same = standing.find(({ stop }) => stop.reason === loss.reason && stop.element !== 'planned');
  return { ...loss, element: isPlanned ? 'planned' : (same?.stop.element ?? 'ADET') };
}

const microstopsIn = (held: readonly Held<ShiftFact>[]): readonly Loss[] =>
  held.flatMap(({ entry: { says } }) =>
    says.kind === 'microstops' ? [{ element: 'ADET', reason: says.reason, ms: says.ms, stops: says.stops }] : [],
  );

/** What was planned goes first, then the line before its machines, then what began first. */
function laidOver(standing: readonly Standing[]): readonly Loss[] {
  const ranked = standing.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || a.startMs - b.startMs || (a.slot < b.slot ? -1 : 1),
  );
  const borders = [...new Set(standing.flatMap(({ startMs, endMs }) => [startMs, endMs]))].sort((a, b) => a - b);
  const taken = new Map<Standing, number>();
  for (const [index, startMs] of borders.entries()) {
    const endMs = borders[index + 1];
    const first = ranked.find((one) => one.startMs <= startMs && one.endMs > startMs);
    if (endMs !== undefined && first) taken.set(first, (taken.get(first) ?? 0) + endMs - startMs);
  }
  return [...taken].map(([{ stop }, ms]) => ({ element: stop.element, reason: stop.reason, ms, stops: 1 }));
}

/** By element and reason, in their order. */
function merged(losses: readonly Loss[]): readonly Loss[] {
  const sums = new Map<string, Loss>();
  for (const loss of losses) {
    const name = `${loss.element} ${loss.reason}`;
    const before = sums.get(name) ?? { ...loss, ms: 0, stops: 0 };
    sums.set(name, { ...before, ms: before.ms + loss.ms, stops: before.stops + loss.stops });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, loss]) => loss);
}

const rankOf = ({ stop }: Standing): number => (stop.element === 'planned' ? 0 : stop.equipment.split('/').length);

/** Milliseconds of each element. */
export interface Times {
  /** PBT, planned busy time: the window without what was planned to stand. */
  readonly pbt: number;
  /** APT, actual production time: what is left of it after all losses. */
  readonly apt: number;
  /** AUST, actual unit set-up time. */
  readonly aust: number;
  /** ADET, actual unit delay time: interruptions of work under way. */
  readonly adet: number;
  /** ADOT, actual unit down time: no work although it was planned. */
  readonly adot: number;
  /** Nobody heard of the line; no part of PBT. */
  readonly unknown: number;
}

export function timesOf(windowMs: number, { losses, unknownMs }: TimeModel): Times {
  const msOf = (element: TimeElement): number =>
    losses.filter((loss) => loss.element === element).reduce((total, { ms }) => total + ms, 0);
  const [aust, adet, adot] = [msOf('AUST'), msOf('ADET'), msOf('ADOT')];
  const pbt = windowMs - msOf('planned') - unknownMs;
  return { pbt, apt: pbt - aust - adet - adot, aust, adet, adot, unknown: unknownMs };
}
