import { findEvent } from '../../../nodes/src/domain/canonical/registry.ts';
import { changeAt, eventOf, topicOf } from './day.ts';

const day = {
  run: 'r',
  enterprise: 'ACME',
  site: 'MUC1',
  machines: ['PRESS/P1', 'FILL/F1'],
  startMs: Date.UTC(2026, 10, 20),
};
const changes = Array.from({ length: 48 }, (_, number) => changeAt(day, number));

test('each machine goes forward in time and ends every stop', () => {
  for (const machine of day.machines) {
    const own = changes.filter((change) => change.machine === machine);
    const times = own.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
    for (const [index, { state }] of own.entries())
      if (state !== 'Execute' && index + 1 < own.length) expect(own[index + 1]?.state).toBe('Execute');
  }
});

test('what is told is what the contract of the event asks for', () => {
  const definition = findEvent('mfg.equipment.state.changed.v1');
  for (const change of changes) {
    const { data } = eventOf(day, change) as { data: unknown };
    expect(definition?.writer.safeParse(data).error).toBeUndefined();
  }
  expect(topicOf(day, changes[0] as (typeof changes)[number])).toBe(
    'mfg/v1/ACME/MUC1/PRESS/P1/_event/equipment/state/changed',
  );
});
