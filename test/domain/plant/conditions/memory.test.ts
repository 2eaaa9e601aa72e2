import type { ConditionNotice, ConditionWord } from '../../../../nodes/src/domain/plant/condition-feed.ts';
import { type ConditionMemory, emptyMemory, listen } from '../../../../nodes/src/domain/plant/conditions/memory.ts';
import { at, over, replay, told } from './bench.ts';

const NAME = 'Press1.DriveTripped';

function hear(words: readonly ConditionWord[], memory: ConditionMemory = emptyMemory, floor = 1) {
  const step = listen(memory, words, floor);
  return { ...step, said: step.changes.map(({ transition, eventId }) => `${transition} ${eventId}`) };
}

test('each change is told once, under the EventId that brought it', () => {
  const { said } = hear([
    told(NAME, 1),
    told(NAME, 1),
    told(NAME, 2, { acked: true }),
    told(NAME, 3, { acked: true, ...over }),
  ]);
  expect(said).toEqual([`activated ${NAME}-1`, `acked ${NAME}-2`, `returned ${NAME}-3`]);
});

test('a replay is state: what is active already is no new occurrence, even under another EventId', () => {
  const { memory } = hear([told(NAME, 1)]);
  expect(hear(replay(9, told(NAME, 1)), memory).said).toEqual([]);
  expect(hear(replay(9, told(NAME, 8)), memory).said).toEqual([]);
});

test('what became active while nobody watched is told once, by the first replay that names it', () => {
  const first = hear(replay(5, told(NAME, 3)));
  expect(first.said).toEqual([`activated ${NAME}-3`]);
  expect(first.memory.isCurrent).toBe(true);
  expect(hear(replay(6, told(NAME, 3)), first.memory).said).toEqual([]);
});

test('an active condition that a replay names no more has returned, as of the replay', () => {
  const { memory } = hear([told(NAME, 1), told('Press1.DoorOpen', 2)]);
  const after = hear(replay(9, told('Press1.DoorOpen', 2)), memory);
  expect(after.said).toEqual([`returned ${NAME}-1:gone`]);
  expect(after.changes[0]).toMatchObject({ at: at(9), notice: { active: false } });
  expect([...after.memory.known.values()].map(({ conditionName }) => conditionName)).toEqual(['DoorOpen']);
});

test('a replay in which something was lost says of nobody that he returned', () => {
  const { memory } = hear([told(NAME, 1)]);
  const [start, end] = replay(9) as [ConditionWord, ConditionWord];
  const after = hear([start, { kind: 'gap' }, end], memory);
  expect(after.said).toEqual([]);
  expect(after.memory.isCurrent).toBe(false);
});

test('an end without a beginning, as after a queue ran over, proves nothing', () => {
  const { memory } = hear([told(NAME, 1)]);
  expect(hear([{ kind: 'replayed', at: at(9) }], memory).said).toEqual([]);
});

test('of what the server does not retain its silence says nothing', () => {
  const { memory } = hear([told(NAME, 1), told(NAME, 2, { acked: true, retain: false })]);
  expect(hear(replay(9), memory).said).toEqual([]);
  expect(hear([told(NAME, 10, over)], memory).said).toContain(`returned ${NAME}-10`);
});

test('blocks go before the alarm they hold back and come off after it; two changes of one event have two names', () => {
  const shelved = hear([told(NAME, 1, { shelved: true })]);
  expect(shelved.said).toEqual([`shelved ${NAME}-1`, `activated ${NAME}-1:activated`]);
  expect(hear([told(NAME, 2, { suppressed: true })], shelved.memory).said).toEqual([
    `suppressed ${NAME}-2`,
    `unshelved ${NAME}-2:unshelved`,
  ]);
});

test('a disabled condition keeps what it was until it is enabled again', () => {
  const { memory } = hear([told(NAME, 1)]);
  const off = hear([told(NAME, 2, { enabled: false, active: false, acked: true, retain: false })], memory);
  expect(off.said).toEqual([`disabled ${NAME}-2`]);
  expect(hear(replay(3), off.memory).said).toEqual([]);
  expect(hear([told(NAME, 4, { ...over, acked: true })], off.memory).said).toEqual([
    `returned ${NAME}-4`,
    `acked ${NAME}-4:acked`,
    `enabled ${NAME}-4:enabled`,
  ]);
});

test('below the lowest severity nothing is followed; what was followed is followed to its end', () => {
  const hot = (severity: number, more: Partial<ConditionNotice> = {}) => told(NAME, severity, { severity, ...more });
  const quiet = hear([hot(100)], emptyMemory, 400);
  expect([quiet.said, quiet.memory.known.size]).toEqual([[], 0]);
  const loud = hear([hot(500), hot(50, over)], quiet.memory, 400);
  expect(loud.said).toEqual([`activated ${NAME}-500`, `returned ${NAME}-50`]);
});

test('a branch is history that waits for an acknowledgement: it changes nothing', () => {
  expect(hear([told(NAME, 1, { isBranch: true })]).said).toEqual([]);
});

test('what is over and settled is forgotten, and the store is told', () => {
  const { memory } = hear([told(NAME, 1)]);
  const after = hear([told(NAME, 2, { ...over, acked: true })], memory);
  expect([after.memory.known.size, [...after.touched]]).toEqual([0, [`ns=1;s=${NAME}`]]);
});
