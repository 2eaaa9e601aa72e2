/** Events of one line and what a shift makes of them. */
import { buildEvent } from '../../../../nodes/src/domain/canonical/build.ts';
import type { EventData, EventName } from '../../../../nodes/src/domain/canonical/registry.ts';
import type { Envelope } from '../../../../nodes/src/domain/envelope.ts';
import { type Placing, type ShiftFact, shiftFacts } from '../../../../nodes/src/domain/operations/shift/facts.ts';
import {
  type PlannedRunTime,
  type ShiftFigures,
  shiftFigures,
} from '../../../../nodes/src/domain/operations/shift/key-figures.ts';
import { clipped, type Entry, spansOf } from '../../../../nodes/src/domain/operations/windows/entry.ts';
import { siteResource } from '../../../../nodes/src/domain/site/resource.ts';
import { hash, pack } from '../../plant/bench.ts';

export const site = siteResource(pack);
export const LINE = 'ACME/MUC1/PACK/L1';
/** Shift A of Berlin on 2026-11-20. */
export const SHIFT = { startMs: Date.parse('2026-11-20T05:00:00Z'), endMs: Date.parse('2026-11-20T13:00:00Z') };

let numbers = 0;

export function eventOf<N extends EventName>(name: N, data: EventData<N>, time = '2026-11-20T08:00:00Z'): Envelope {
  numbers += 1;
  const built = buildEvent(
    name,
    data,
    {
      ...{ enterprise: 'ACME', site: 'MUC1', system: 'mes', time, recordedtime: time, timequality: 'synced' },
      sequence: { epoch: 1, counter: numbers },
    },
    hash,
  );
  if (!built.ok) throw new Error(built.failure.reason);
  return built.value;
}

export const good = (quantity: string, time?: string, change: Partial<EventData<'production.output.reported'>> = {}) =>
  eventOf(
    'production.output.reported',
    {
      ...{ operationsRequestId: 'MO-1', reportKind: 'partial', material: { materialDefinitionId: 'FG-1' } },
      ...{ quantity: { value: quantity, uom: 'C62' }, equipmentId: `${LINE}/PRESS1`, transactionId: `t${++numbers}` },
      ...change,
    },
    time,
  );

export const scrap = (quantity: string, change: Partial<EventData<'production.scrap.reported'>> = {}) =>
  eventOf('production.scrap.reported', {
    ...{ operationsRequestId: 'MO-1', scrapStage: 'output', material: { materialDefinitionId: 'FG-1' } },
    ...{ quantity: { value: quantity, uom: 'C62' }, equipmentId: `${LINE}/PRESS1`, transactionId: `t${++numbers}` },
    ...{ reason: { code: '1', scheme: 'site' }, ...change },
  });

export const stop = (
  start: string,
  end: string | undefined,
  change: Partial<EventData<'equipment.downtime.recorded'>> = {},
) =>
  eventOf('equipment.downtime.recorded', {
    ...{ equipmentId: LINE, start, category: 'unplanned', reason: { code: 'JAM', scheme: 'site' }, revision: 1 },
    ...(end === undefined ? {} : { end }),
    ...change,
  });

export function factsIn(event: Envelope, by: Placing['by'] = 'line'): readonly Entry<ShiftFact>[] {
  const read = shiftFacts(event, { site, by });
  if (!read || 'missing' in read) throw new Error(`not read: ${read?.missing}`);
  return read.entries;
}

export function summed(events: readonly Envelope[], planned: PlannedRunTime = () => '2000'): ShiftFigures {
  const best = new Map<string, Entry<ShiftFact>>();
  for (const entry of events.flatMap((event) => factsIn(event)))
    if ((best.get(entry.slot)?.version ?? 0) < entry.version) best.set(entry.slot, entry);
  const held = spansOf(best.values(), SHIFT.endMs).flatMap((one) => {
    const part = clipped(one, SHIFT, false);
    return part ? [{ ...one, ...part }] : [];
  });
  return shiftFigures(held, SHIFT, planned);
}
