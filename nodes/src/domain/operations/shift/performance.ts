/** Performance of a line or machine: counts, losses and key figures by ISO 22400, one event per window and revision. */
import type { EventData } from '../../canonical/registry.ts';
import { amount, text } from '../../odoo/amount.ts';
import { type Aggregation, cutOf, type Edge, iso, patience, saying, type WindowOptions } from '../aggregation.ts';
import { durationText } from '../duration.ts';
import type { Report } from '../windows/issue.ts';
import { type Placing, type ShiftFact, shiftFacts } from './facts.ts';
import { type PlannedRunTime, type ShiftFigures, shiftFigures } from './key-figures.ts';

type Kpi = EventData<'equipment.kpi.reported'>;

/** What a key figure is told of: no other length has a name. */
const GRAINS: Readonly<Record<number, Kpi['grain']>> = { 60: 'hour', 1440: 'day' };

export const grainOf = ({ windows, minutes }: WindowOptions): Kpi['grain'] | undefined =>
  windows === 'shift' ? 'shift' : windows === 'length' ? GRAINS[minutes] : undefined;

export function performance(
  options: WindowOptions & Pick<Placing, 'by'>,
  edge: Edge,
  grain: Kpi['grain'],
): Aggregation<ShiftFact, ShiftFigures> {
  const { site } = edge;
  return {
    plan: {
      ...{ cut: cutOf(options, site), ...patience(options) },
      figures: (held, slice) => shiftFigures(held, slice, plannedRunTimes(edge, held[0]?.entry.key ?? '')),
    },
    read: (event) => shiftFacts(event, { site, by: options.by }) ?? { other: true },
    say: (report, sequence, nowMs) =>
      saying(edge, 'equipment.kpi.reported', dataOf(report, grain), { endMs: report.slice.endMs, sequence, nowMs }),
  };
}

/** The row of the line or machine goes before the one for every line. */
function plannedRunTimes({ site: { pack } }: Edge, key: string): PlannedRunTime {
  return (material, uom) => {
    const rows = (pack.cycleTimes ?? []).filter((row) => row.material === material && row.uom === uom);
    const row =
      rows.find(({ equipment }) => equipment === key) ?? rows.find(({ equipment }) => equipment === undefined);
    return row === undefined ? undefined : text(amount(row.seconds).times(1_000));
  };
}

function dataOf({ key, slice, revision, entries, figures }: Report<ShiftFigures>, grain: Kpi['grain']): Kpi {
  const { counts, times, losses, energy, ratios } = figures;
  const { pri, ...numbers } = ratios;
  const elements = { aust: times.aust, adet: times.adet, adot: times.adot, unknown: times.unknown };
  return {
    equipmentId: key,
    interval: { start: iso(slice.startMs), end: iso(slice.endMs) },
    ...{ grain, revision },
    ...(slice.shiftId === undefined ? {} : { shiftId: slice.shiftId }),
    ...{ pbt: durationText(times.pbt), apt: durationText(times.apt) },
    ...Object.fromEntries(Object.entries(elements).flatMap(([name, ms]) => (ms > 0 ? [[name, durationText(ms)]] : []))),
    ...(pri === undefined ? {} : { pri: durationText(Number(pri)) }),
    ...numbers,
    ...(counts.length > 0
      ? { counts: counts.map(({ material, ...count }) => ({ materialDefinitionId: material, ...count })) }
      : {}),
    ...(losses.length > 0
      ? { losses: losses.map(({ ms, ...loss }) => ({ ...loss, duration: durationText(ms) })) }
      : {}),
    ...(energy.length > 0 ? { energy: [...energy] } : {}),
    facts: entries,
  };
}
