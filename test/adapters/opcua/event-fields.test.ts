import { DataType, resolveNodeId, StatusCodes, Variant } from 'node-opcua-client';
import { alarmFilter, readEvent } from '../../../nodes/src/adapters/opcua/event-fields.ts';

/** Names of what is asked for, in the order in which servers answer. */
const asked = (alarmFilter().selectClauses ?? []).map(({ browsePath }) =>
  (browsePath ?? []).map(({ name }) => name).join('/'),
);
const node = (id: string) => ({ dataType: DataType.NodeId, value: resolveNodeId(id) });
const fields = (values: Readonly<Record<string, object>>): Variant[] =>
  asked.map((name) => new Variant(values[name] ?? { dataType: DataType.Null }));
const time = { dataType: DataType.DateTime, value: new Date('2026-11-20T08:00:00.000Z') };

test.each([
  ['i=2787', { kind: 'replaying' }],
  ['i=2788', { kind: 'replayed', at: '2026-11-20T08:00:00.000Z' }],
  ['i=2789', 'wanted'],
  ['i=3035', { kind: 'gap' }],
  ['i=2130', undefined],
])('an event of type %s says %j', (type, word) => {
  expect(readEvent(fields({ EventType: node(type), Time: time }))).toEqual(word);
});

const alarm = {
  EventType: node('i=2915'),
  EventId: { dataType: DataType.ByteString, value: Buffer.from([1, 2, 3]) },
  ConditionName: { dataType: DataType.String, value: 'Trip' },
  'ActiveState/Id': { dataType: DataType.Boolean, value: true },
  Time: time,
};

test('what a server leaves out is taken for its quiet state', () => {
  expect(readEvent(fields(alarm))).toMatchObject({
    kind: 'notice',
    notice: {
      ...{ eventId: 'AQID', conditionName: 'Trip', active: true, enabled: true, retain: true, isBranch: false },
      ...{ acked: true, confirmed: true, shelved: false, suppressed: false, outOfService: false, severity: 1 },
      ...{ quality: 'Good', message: '', at: '2026-11-20T08:00:00.000Z' },
    },
  });
});

test('shelving, branch, quality and severity are read as Part 9 writes them', () => {
  const shelved = (id: string) => readEvent(fields({ ...alarm, 'ShelvingState/CurrentState/Id': node(id) }));
  expect(shelved('i=2930')).toMatchObject({ notice: { shelved: false } });
  expect(shelved('i=2932')).toMatchObject({ notice: { shelved: true } });
  const odd = {
    ...{ ...alarm, BranchId: node('ns=1;i=7'), Severity: { dataType: DataType.UInt16, value: 0 } },
    Quality: { dataType: DataType.StatusCode, value: StatusCodes.BadSensorFailure },
  };
  expect(readEvent(fields(odd))).toMatchObject({
    notice: { isBranch: true, severity: 1, quality: 'BadSensorFailure' },
  });
});
