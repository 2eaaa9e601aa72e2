/** What a source promises to deliver: CloudEvents of any type, or one event type made of plain data. */
import { buildEvent } from '../canonical/build.ts';
import type { IdOrigin } from '../canonical/event-id.ts';
import { type EventData, type EventName, eventNames } from '../canonical/registry.ts';
import type { Failure } from '../failure.ts';
import { fail, type Hash, ok, type Result } from '../ports.ts';
import { hint } from '../site/nearest.ts';
import { outOfBounds } from './bounds.ts';
import type { Arrival } from './cloudevents.ts';
import { type Content, readArrival } from './cloudevents.ts';
import { failureOf } from './issues.ts';
import { valueAt } from './wording.ts';

export interface Contract {
  /** Plain data becomes this event type; absent: only CloudEvents are accepted. */
  readonly eventType?: EventName;
  readonly enterprise: string;
  readonly site: string;
  /** `originsystem` of events made here. */
  readonly system: string;
  /** Dotted path in the data to the moment it happened; empty: when it arrived. */
  readonly timePath: string;
}

export interface ContractChoice extends Omit<Contract, 'eventType'> {
  /** As a person typed it; empty for CloudEvents only. */
  readonly eventType: string;
}

/** Checked when the node starts, so that a misspelt type is not found with the first message. */
export function contractOf({ eventType, ...rest }: ContractChoice): Result<Contract> {
  const wanted = eventType.trim();
  if (wanted === '') return ok(rest);
  const known = eventNames.find((name) => name === wanted);
  return known ? ok({ ...rest, eventType: known }) : fail(typeUnknown(wanted));
}

/** The event of one arrival; CloudEvents pass as they came and are judged by the validator behind the source. */
export function eventOf(contract: Contract, arrival: Arrival, receivedAtMs: number, hash: Hash): Result<unknown> {
  const content = readArrival(arrival);
  return content.ok ? eventOfContent(contract, arrival.on, content.value, receivedAtMs, hash) : content;
}

export function eventOfContent(
  contract: Contract,
  on: string,
  content: Content,
  receivedAtMs: number,
  hash: Hash,
  id?: IdOrigin,
): Result<unknown> {
  if (content.kind === 'event') return ok(content.event);
  if (contract.eventType === undefined) return fail(plainData(on));
  const outside = outOfBounds(content.data);
  if (outside) return fail(failureOf({ ...INVALID, attempted: `read ${contract.eventType}`, on }, [outside]));
  const recordedtime = new Date(receivedAtMs).toISOString();
  const happened = momentOf(contract, content.data);
  const made = buildEvent(
    contract.eventType,
    content.data as EventData<EventName>,
    {
      enterprise: contract.enterprise,
      site: contract.site,
      system: contract.system,
      time: happened ?? recordedtime,
      recordedtime,
      timequality: happened === undefined ? 'inferred' : 'synced',
      sequence: { epoch: 0, counter: 0 },
      ...(id ? { id } : {}),
    },
    hash,
  );
  return made.ok ? made : fail({ ...made.failure, on });
}

/** RFC 3339 in UTC; a time without offset is no moment, and is left to the arrival. */
function momentOf({ timePath }: Contract, data: unknown): string | undefined {
  const text = timePath === '' ? undefined : valueAt(data, timePath.split('.'));
  if (typeof text !== 'string' || !/(Z|[+-]\d\d:?\d\d)$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

const INVALID = { code: 'event-invalid', nextStep: 'Correct the listed fields at the source.' };

const plainData = (on: string): Failure => ({
  code: 'not-an-event',
  class: 'data',
  attempted: 'read an event',
  on,
  reason: 'it is plain data, not a CloudEvent, and the node names no event type for plain data',
  nextStep: 'Choose the event type in the node, or let the sender send CloudEvents.',
});

const typeUnknown = (wanted: string): Failure => ({
  code: 'node-misconfigured',
  class: 'configuration',
  attempted: 'start the node',
  on: 'field "Event type"',
  reason: `"${wanted}" is no event type${hint(wanted, eventNames)}`,
  nextStep: `Choose from ${eventNames.join(', ')}, or leave it empty to accept CloudEvents only.`,
});
