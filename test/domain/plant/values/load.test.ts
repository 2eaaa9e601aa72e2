/** What became of the values of an hour, as an event of its own. */
import { system } from '../../../../nodes/src/adapters/system.ts';
import { heldIn, isDue, type Load, loadEvent, newLoad } from '../../../../nodes/src/domain/plant/values/load.ts';
import { sitePackSchema } from '../../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../../nodes/src/domain/site/resource.ts';
import { pack } from '../bench.ts';
import { START_MS } from './bench.ts';

const HOUR_MS = 3_600_000;
const load: Load = { ...newLoad(START_MS), heard: 9, passed: 3, held: { deadband: 4, debounce: 2 } };
const edge = { site: siteResource(sitePackSchema.parse(pack)), hash: system.hash, system: 'values-n1' };

test('the hour is told as figures, one count for each reason', () => {
  const event = loadEvent(edge, 'Oven', load, 7, START_MS + HOUR_MS);
  expect(event).toMatchObject({
    type: 'mfg.operations.figures.reported.v1',
    time: '2026-11-20T09:00:00.000Z',
    data: {
      ...{ summary: 'values', scope: 'Oven', facts: 9, grain: 'length', revision: 1 },
      interval: { start: '2026-11-20T08:00:00.000Z', end: '2026-11-20T09:00:00.000Z' },
      figures: [
        { name: 'heard', how: 'count', value: '9' },
        { name: 'passed', how: 'count', value: '3' },
        { name: 'repeated', how: 'count', value: '0' },
        { name: 'deadband', how: 'count', value: '4' },
        { name: 'debounce', how: 'count', value: '2' },
      ],
    },
  });
  expect(heldIn(load)).toBe(6);
});

test('an hour is over after an hour; one in which nothing came is not told', () => {
  expect([isDue(load, START_MS + HOUR_MS - 1), isDue(load, START_MS + HOUR_MS)]).toEqual([false, true]);
  expect(isDue(newLoad(START_MS), START_MS + HOUR_MS)).toBe(false);
});
