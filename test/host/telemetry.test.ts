import { createTelemetry, MOST_SERIES } from '../../nodes/src/host/telemetry.ts';

test('counts by name and labels', () => {
  const telemetry = createTelemetry();
  for (const type of ['a', 'b', 'a']) telemetry.count('events', { type });
  telemetry.count('starts');
  expect(telemetry.series()).toEqual([
    { name: 'events', labels: { type: 'a' }, value: 2 },
    { name: 'events', labels: { type: 'b' }, value: 1 },
    { name: 'starts', labels: {}, value: 1 },
  ]);
});

test('a peer that invents types and sites gets a bounded number of series, and every one of its events is counted', () => {
  const telemetry = createTelemetry();
  const sent = MOST_SERIES * 3;
  for (let nr = 0; nr < sent; nr += 1) telemetry.count('events', { type: `t${nr}`, site: 'MUC1' });
  for (let nr = 0; nr < sent; nr += 1) telemetry.took('calls', { method: `m${nr}` }, 0.1);
  telemetry.count('events', { type: 't0', site: 'MUC1' });
  telemetry.count('starts');
  const events = telemetry.series().filter(({ name }) => name === 'events');
  expect(events).toHaveLength(MOST_SERIES + 1);
  expect(events.reduce((sum, { value }) => sum + value, 0)).toBe(sent + 1);
  expect(events[0]).toEqual({ name: 'events', labels: { type: 't0', site: 'MUC1' }, value: 2 });
  expect(events.at(-1)).toEqual({
    ...{ name: 'events', labels: { type: 'other', site: 'other' } },
    value: sent - MOST_SERIES,
  });
  expect(telemetry.timings()).toHaveLength(MOST_SERIES + 1);
  expect(telemetry.timings().at(-1)?.histogram.count).toBe(sent - MOST_SERIES);
  expect(telemetry.series().at(-1)?.name).toBe('starts');
});
