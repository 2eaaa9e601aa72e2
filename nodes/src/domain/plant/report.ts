/** Closed ranges become canonical events; what cannot become one leaves as a failure that carries the proposed event. */
import { Decimal } from 'decimal.js';
import { buildEvent, type EventAttributes, sequenceText } from '../canonical/build.ts';
import { eventId } from '../canonical/event-id.ts';
import { type EventData, events, eventType, sourceUrn } from '../canonical/registry.ts';
import { orderPartition } from '../canonical/scopes.ts';
import type { Envelope } from '../envelope.ts';
import type { Failure } from '../failure.ts';
import type { Result } from '../ports.ts';
import { type Draft, iso } from './draft.ts';
import { type CounterPlan, unreportedConsumption } from './plan.ts';
import type { Position, Snapshot } from './position.ts';

/** A closed range (from, to] of one counter, and what it belongs to. */
export interface Range {
  readonly counter: CounterPlan;
  readonly position: Position;
  readonly from: string;
  readonly to: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly snapshot: Snapshot;
}

/** Why a range is put aside although its numbers are known. */
export type Doubt = Omit<Failure, 'attempted' | 'on'>;

/** Publishes the range, or puts it aside when `doubt` says so or the event cannot be built. */
export function reportRange(draft: Draft, range: Range, doubt?: Doubt) {
  const attributes = attributesOf(draft, range.endMs, range.position.timeQuality);
  const data = dataOf(draft, range);
  const missing = doubt ?? missingIn(range);
  const built = missing ? undefined : build(draft, range, data, attributes);
  if (built?.ok) return void emit(draft, built.value.id, built.value);
  const failure = missing ?? (built as { failure: Failure }).failure;
  putAside(draft, range, data, attributes, failure);
}

export function quantityOf(range: Range): Decimal {
  return new Decimal(range.to).minus(range.from).times(range.counter.factor);
}

/** Attributes of an event of this machine; each call takes the next sequence number. */
export function attributesOf(draft: Draft, timeMs: number, quality: Envelope['timequality']): EventAttributes {
  const { pack } = draft.options;
  const counter = draft.machine.sequence + 1;
  draft.machine = { ...draft.machine, sequence: counter };
  return {
    enterprise: pack.enterprise,
    site: pack.site,
    system: draft.plan.system,
    originsystem: `scada-${pack.site.toLowerCase()}`,
    time: iso(timeMs),
    recordedtime: iso(draft.nowMs),
    timequality: quality,
    sequence: { epoch: 1, counter },
  };
}

export function emit(draft: Draft, id: string, event: unknown, failure?: Failure) {
  draft.messages.push({ eventId: id, message: { event, trail: [], ...(failure ? { failure } : {}) } });
}

export function sourceOf(draft: Draft): string {
  return sourceUrn(draft.options.pack.enterprise, draft.options.pack.site, draft.plan.system);
}

const NAMES = {
  good: 'production.output.reported',
  scrap: 'production.scrap.reported',
  byproduct: 'production.byproduct.reported',
  consumed: 'material.consumed',
} as const;

function build(draft: Draft, range: Range, data: RangeData, attributes: EventAttributes): Result<Envelope> {
  const name = NAMES[range.counter.definition.use];
  return buildEvent(name, data as EventData<typeof name>, attributes, draft.options.hash);
}

type RangeData = Readonly<Record<string, unknown>>;

function dataOf(draft: Draft, range: Range): RangeData {
  const { counter, position, snapshot } = range;
  const { definition } = counter;
  const quantity = { value: quantityOf(range).toFixed(), uom: definition.uom };
  const counts = new Decimal(range.to).minus(range.from).toFixed();
  return {
    ...(snapshot.order ? { operationsRequestId: snapshot.order } : {}),
    ...ownFields(draft, range),
    material: { materialDefinitionId: snapshot.material },
    quantity: definition.factor === '1' ? quantity : { ...quantity, sourceValue: counts },
    ...(snapshot.lot ? { lot: { lotId: snapshot.lot } } : {}),
    equipmentId: draft.plan.equipment.id,
    interval: { start: iso(Math.min(range.startMs, range.endMs)), end: iso(range.endMs) },
    ...shiftOf(draft, range.endMs),
    counter: { tag: counter.id, epoch: position.epoch, from: range.from, to: range.to, opcStatus: 'Good' },
    ...(position.remarks?.length ? { properties: position.remarks.map(({ id, text }) => ({ id, value: text })) } : {}),
  };
}

export function shiftOf(draft: Draft, ms: number): { shiftId: string; businessDate: string; eventTimeZone: string } {
  const { shiftId, businessDate } = draft.options.calendar.at(ms);
  return { shiftId, businessDate, eventTimeZone: draft.options.pack.timeZone };
}

function ownFields(draft: Draft, range: Range): RangeData {
  const { definition } = range.counter;
  switch (definition.use) {
    case 'good': {
      const good = draft.machine.order?.totals.good;
      const current = good !== undefined && draft.machine.order?.name === range.snapshot.order;
      const total = current ? { cumulativeGood: { value: good, uom: definition.uom } } : {};
      return { reportKind: 'partial', materialUse: 'Produced', ...total, ...consumptionOf(draft) };
    }
    case 'scrap': {
      const input = definition.material !== undefined && definition.material !== productOf(draft);
      return {
        reportKind: 'partial',
        reason: { code: range.snapshot.reason, scheme: 'site' },
        scrapStage: input ? 'input' : 'output',
      };
    }
    case 'byproduct':
      return { reportKind: 'partial', materialUse: 'By-product Produced' };
    case 'consumed':
      return { reportKind: 'partial', materialUse: 'Consumed', direction: 'consume', basis: 'actual' };
  }
}

export function consumptionOf(draft: Draft): { consumptionBasis?: 'backflush' } {
  const isUnreported = unreportedConsumption(draft.plan.equipment, draft.options).length > 0;
  return isUnreported ? { consumptionBasis: 'backflush' } : {};
}

/** Material that the running order makes, as the machine says. */
export function productOf(draft: Draft): string {
  const { material } = draft.plan.equipment;
  return material.fixed ?? (material.tag ? (draft.machine.context[material.tag]?.value ?? '') : '');
}

function missingIn(range: Range): Doubt | undefined {
  const { snapshot, counter } = range;
  if (!snapshot.order) return DOUBT.noOrder;
  if (!snapshot.material) return DOUBT.noMaterial;
  return counter.definition.use === 'scrap' && !snapshot.reason ? DOUBT.noReason : undefined;
}

const DOUBT = {
  noOrder: {
    code: 'counts-without-order',
    class: 'data',
    reason: 'the machine counted while no order was running',
    nextStep: 'Say which order the counts belong to and replay the message, or discard it if nothing was made.',
  },
  noMaterial: {
    code: 'material-unknown',
    class: 'data',
    reason: 'neither the machine nor the site pack says which material was counted',
    nextStep: 'Enter the material in the message and replay it; give the counter a material in the site pack.',
  },
  noReason: {
    code: 'reason-missing',
    class: 'data',
    reason: 'the machine gave no reject reason',
    nextStep: 'Enter the reason code in the message and replay it; check the reason tag of the counter.',
  },
} as const satisfies Record<string, Doubt>;

/** The dead letter holds the event as it would be sent: replaying it is the decision to count the range. */
function putAside(draft: Draft, range: Range, data: RangeData, attributes: EventAttributes, doubt: Doubt) {
  const { counter, position } = range;
  const amount = `${quantityOf(range).toFixed()} ${counter.definition.uom} (${counter.definition.use})`;
  const failure: Failure = {
    ...doubt,
    attempted: `report ${amount}, counts ${range.from} to ${range.to}`,
    on: counter.id,
  };
  const built = build(draft, range, data, attributes);
  const source = sourceOf(draft);
  const origin = { tier: 'counter', tag: counter.id, epoch: position.epoch, from: range.from, to: range.to } as const;
  const id = eventId(origin, source, draft.options.hash);
  emit(draft, id, built.ok ? built.value : incomplete(draft, range, data, attributes, id), failure);
}

/** What is known of an event that lacks a required field: whoever adds it makes the event complete. */
function incomplete(draft: Draft, range: Range, data: RangeData, attributes: EventAttributes, id: string): unknown {
  const { time, recordedtime, timequality, site, originsystem, sequence } = attributes;
  const definition = events[NAMES[range.counter.definition.use]];
  const { order } = range.snapshot;
  const scope = { enterprise: attributes.enterprise, site, system: attributes.system };
  // By it the close of the order knows that counts of the order are still with a person.
  const ordered = order ? { partitionkey: orderPartition({ operationsRequestId: order }, scope) } : {};
  return {
    specversion: '1.0',
    id,
    source: sourceOf(draft),
    type: eventType(definition),
    time,
    recordedtime,
    schemaversion: definition.version,
    siteid: site,
    ...ordered,
    sequence: sequenceText(sequence.epoch, sequence.counter),
    originsystem,
    deliverymode: 'live',
    timequality,
    data,
  };
}
