/** Fields of alarm events: what is asked of the server, and how an answer is read. */
import {
  AttributeIds,
  EventFilter,
  type LocalizedText,
  type NodeId,
  resolveNodeId,
  SimpleAttributeOperand,
  type StatusCode,
  type Variant,
} from 'node-opcua-client';
import type { ConditionNotice, ConditionWord } from '../../domain/plant/condition-feed.ts';

/** Each field at the type that defines it: strict servers know no inherited ones. Paths as in Part 9. */
const TYPES = { event: 'i=2041', condition: 'i=2782', acknowledgeable: 'i=2881', alarm: 'i=2915' } as const;
const FIELDS = {
  eventId: [TYPES.event, 'EventId'],
  eventType: [TYPES.event, 'EventType'],
  sourceNode: [TYPES.event, 'SourceNode'],
  sourceName: [TYPES.event, 'SourceName'],
  time: [TYPES.event, 'Time'],
  message: [TYPES.event, 'Message'],
  severity: [TYPES.event, 'Severity'],
  conditionId: [TYPES.condition, ''],
  conditionName: [TYPES.condition, 'ConditionName'],
  conditionClass: [TYPES.condition, 'ConditionClassName'],
  branchId: [TYPES.condition, 'BranchId'],
  retain: [TYPES.condition, 'Retain'],
  enabled: [TYPES.condition, 'EnabledState/Id'],
  quality: [TYPES.condition, 'Quality'],
  acked: [TYPES.acknowledgeable, 'AckedState/Id'],
  confirmed: [TYPES.acknowledgeable, 'ConfirmedState/Id'],
  active: [TYPES.alarm, 'ActiveState/Id'],
  activeSince: [TYPES.alarm, 'ActiveState/TransitionTime'],
  shelving: [TYPES.alarm, 'ShelvingState/CurrentState/Id'],
  suppressed: [TYPES.alarm, 'SuppressedState/Id'],
  outOfService: [TYPES.alarm, 'OutOfServiceState/Id'],
} as const;
type Field = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as Field[];

const REPLAY_STARTS = 'ns=0;i=2787';
const REPLAY_ENDS = 'ns=0;i=2788';
export const REPLAY_WANTED = 'ns=0;i=2789';
const QUEUE_OVERFLOW = 'ns=0;i=3035';
const UNSHELVED = 'ns=0;i=2930';
const NO_NODE = 'ns=0;i=0';

/** Without a condition: servers differ in what they can compare, and some would hold back the marks of a replay. */
export const alarmFilter = (): EventFilter => new EventFilter({ selectClauses: NAMES.map(operand) });

function operand(name: Field): SimpleAttributeOperand {
  const [type, path] = FIELDS[name];
  return new SimpleAttributeOperand({
    typeDefinitionId: resolveNodeId(type),
    browsePath: path === '' ? [] : path.split('/').map((part) => ({ name: part })),
    attributeId: path === '' ? AttributeIds.NodeId : AttributeIds.Value,
  });
}

/** What one event says about alarms, if anything; `wanted` asks for a replay. */
export function readEvent(values: readonly Variant[]): ConditionWord | 'wanted' | undefined {
  const at = (name: Field): unknown => values[NAMES.indexOf(name)]?.value ?? undefined;
  switch (nodeIn(at('eventType'))) {
    case REPLAY_STARTS:
      return { kind: 'replaying' };
    case REPLAY_ENDS:
      return { kind: 'replayed', at: timeIn(at('time')) ?? '' };
    case REPLAY_WANTED:
      return 'wanted';
    case QUEUE_OVERFLOW:
      return { kind: 'gap' };
    default:
      return isAlarm(at) ? { kind: 'notice', notice: noticeOf(at) } : undefined;
  }
}

/** Dialogs and plain conditions have no active state; other events no condition. */
const isAlarm = (at: (name: Field) => unknown): boolean =>
  typeof at('conditionName') === 'string' && (typeof at('active') === 'boolean' || at('enabled') === false);

function noticeOf(at: (name: Field) => unknown): ConditionNotice {
  const shelving = nodeIn(at('shelving'));
  const activeSince = timeIn(at('activeSince'));
  const severity = Math.round(Number(at('severity') ?? 1));
  return {
    eventId: Buffer.isBuffer(at('eventId')) ? (at('eventId') as Buffer).toString('base64url') : '',
    conditionNode: nodeIn(at('conditionId')),
    conditionName: String(at('conditionName')),
    conditionClass: textIn(at('conditionClass')),
    sourceNode: nodeIn(at('sourceNode')),
    sourceName: textIn(at('sourceName')),
    isBranch: nodeIn(at('branchId')) !== '',
    retain: at('retain') !== false,
    enabled: at('enabled') !== false,
    active: at('active') === true,
    ...(activeSince === undefined ? {} : { activeSince }),
    acked: at('acked') !== false,
    confirmed: at('confirmed') !== false,
    shelved: shelving !== '' && shelving !== UNSHELVED,
    suppressed: at('suppressed') === true,
    outOfService: at('outOfService') === true,
    severity: Math.min(1_000, Math.max(1, Number.isFinite(severity) ? severity : 1)),
    message: textIn(at('message')).slice(0, 1_000),
    quality: (at('quality') as StatusCode | undefined)?.name?.split(/[#|]/)[0] ?? 'Good',
    at: timeIn(at('time')) ?? '',
  };
}

/** Empty for the null node. */
function nodeIn(value: unknown): string {
  const text = value === undefined ? '' : (value as NodeId).toString();
  return text === NO_NODE ? '' : text;
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  return (value as LocalizedText | undefined)?.text ?? '';
}

/** Servers send the year 1601 where they mean nothing. */
function timeIn(value: unknown): string | undefined {
  return value instanceof Date && value.getTime() > 0 ? value.toISOString() : undefined;
}
