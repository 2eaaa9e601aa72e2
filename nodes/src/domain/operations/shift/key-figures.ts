/**
 * Key performance indicators by ISO 22400-2: availability = APT / PBT, effectiveness = PRI × PQ / APT, quality ratio =
 * GQ / PQ, and OEE as their product. A ratio without a denominator, or without a planned time per unit, is left out: it
 * is unknown, not zero.
 */
import { type Amount, amount, sum, text, ZERO } from '../../odoo/amount.ts';
import type { Held, Span } from '../windows/entry.ts';
import type { ShiftFact } from './facts.ts';
import { type Loss, type Times, timeModel, timesOf } from './time-model.ts';

export interface Count {
  readonly material: string;
  readonly uom: string;
  readonly good: string;
  readonly scrap: string;
}

export interface ShiftFigures {
  readonly counts: readonly Count[];
  readonly times: Times;
  readonly losses: readonly Loss[];
  readonly energy: readonly { readonly medium: string; readonly uom: string; readonly quantity: string }[];
  readonly ratios: Ratios;
}

export interface Ratios {
  /** PQ and GQ, where all was counted in one unit. */
  readonly uom?: string;
  readonly pq?: string;
  readonly gq?: string;
  /** PRI, planned run time per unit in milliseconds, as a mean over what was made. */
  readonly pri?: string;
  readonly availability?: string;
  readonly effectiveness?: string;
  readonly quality?: string;
  readonly oee?: string;
}

/** Planned run time of one unit of a material on this line, in milliseconds; undefined where nobody planned it. */
export type PlannedRunTime = (material: string, uom: string) => string | undefined;

const DIGITS = 6;

export function shiftFigures(held: readonly Held<ShiftFact>[], slice: Span, planned: PlannedRunTime): ShiftFigures {
  const counts = countsOf(held);
  const model = timeModel(held, slice, held[0]?.entry.key);
  const times = timesOf(slice.endMs - slice.startMs, model);
  return { counts, times, losses: model.losses, energy: energyOf(held), ratios: ratiosOf(counts, times, planned) };
}

function countsOf(held: readonly Held<ShiftFact>[]): readonly Count[] {
  const counts = new Map<string, { material: string; uom: string; good: Amount; scrap: Amount }>();
  for (const { entry } of held) {
    const { says } = entry;
    if (says.kind !== 'good' && says.kind !== 'scrap') continue;
    const { material, uom, kind, quantity } = says;
    const name = JSON.stringify([material, uom]);
    const count = counts.get(name) ?? { material, uom, good: ZERO, scrap: ZERO };
    counts.set(name, { ...count, [kind]: count[kind].plus(quantity) });
  }
  return byName(counts).map(({ good, scrap, ...of }) => ({ ...of, good: text(good), scrap: text(scrap) }));
}

function energyOf(held: readonly Held<ShiftFact>[]): ShiftFigures['energy'] {
  const meters = new Map<string, { medium: string; uom: string; quantity: Amount }>();
  for (const { entry } of held) {
    if (entry.says.kind !== 'energy') continue;
    const { medium, uom, quantity } = entry.says;
    const name = JSON.stringify([medium, uom]);
    const before = meters.get(name)?.quantity ?? ZERO;
    meters.set(name, { medium, uom, quantity: before.plus(quantity) });
  }
  return byName(meters).map(({ quantity, ...of }) => ({ ...of, quantity: text(quantity) }));
}

const byName = <T>(named: ReadonlyMap<string, T>): readonly T[] =>
  [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);

function ratiosOf(counts: readonly Count[], times: Times, planned: PlannedRunTime): Ratios {
  const units = new Set(counts.map(({ uom }) => uom));
  const [uom] = units;
  const gq = sum(counts.map(({ good }) => amount(good)));
  const pq = gq.plus(sum(counts.map(({ scrap }) => amount(scrap))));
  const isOneUnit = units.size === 1;
  const earned = earnedMs(counts, planned);
  const availability = ratio(amount(times.apt), amount(times.pbt));
  const effectiveness = earned && ratio(earned, amount(times.apt));
  // Scrap that was taken back may exceed what was rejected in this window.
  const quality = isOneUnit && gq.lessThanOrEqualTo(pq) ? ratio(gq, pq) : undefined;
  const oee = availability && effectiveness && quality && availability.times(effectiveness).times(quality);
  const pri = isOneUnit && earned && pq.greaterThan(0) ? earned.dividedBy(pq) : undefined;
  return {
    ...(isOneUnit ? { uom: String(uom), pq: text(pq), gq: text(gq) } : {}),
    ...shown({ pri, availability, effectiveness, quality, oee }),
  };
}

/** PRI × PQ over all materials: the time that what was made should have taken. Undefined when one of them has no plan. */
function earnedMs(counts: readonly Count[], planned: PlannedRunTime): Amount | undefined {
  let total = ZERO;
  for (const { material, uom, good, scrap } of counts) {
    const each = planned(material, uom);
    if (each === undefined) return undefined;
    total = total.plus(amount(good).plus(scrap).times(each));
  }
  return counts.length === 0 ? undefined : total;
}

/** Corrections may leave less than nothing; that is no ratio. */
const ratio = (part: Amount, of: Amount): Amount | undefined =>
  of.greaterThan(0) && !part.isNegative() ? part.dividedBy(of) : undefined;

const shown = (ratios: Readonly<Record<string, Amount | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ratios).flatMap(([name, value]) => (value ? [[name, text(value.toDecimalPlaces(DIGITS))]] : [])),
  );
