/** The runner works; how fast anything is, is for `npm run bench` to say. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { broken } from './promises.ts';
import { ratios } from './ratios.ts';

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(__dirname, 'run.ts'), ...args], { encoding: 'utf8', timeout: 120_000 });

test('a short run answers with figures of the benches asked for, as JSON', () => {
  const { status, stdout, stderr } = run('--short', '--only', 'disk,pipeline');
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const { machine, figures, ratios: found } = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
  expect(machine).toMatchObject({ short: true });
  expect(Object.keys(figures ?? {})).toEqual(['disk', 'pipeline']);
  expect(figures).toMatchObject({
    disk: { perSecond: expect.any(Number) },
    pipeline: { sustained: { events: expect.any(Number) } },
  });
  expect(Object.keys(found ?? {})).toEqual(['durable events per flush of the disk']);
}, 130_000);

test('an unknown bench is refused with the names of those there are', () => {
  expect(run('--only', 'speed')).toMatchObject({ status: 2, stderr: expect.stringContaining('pipeline') });
});

test('a ratio stands only where both of its figures were measured', () => {
  expect(ratios({ pipeline: { sustained: { perSecond: 3_000 } }, ceiling: { perSecond: 9_000 } })).toEqual({
    'durable path against six empty function nodes': 0.33,
  });
  expect(ratios({ pipeline: {} })).toEqual({});
});

test('a storm that loses alarms, overruns its budget or needs a whole core has not kept its promises', () => {
  const kept = {
    ...{ activations: 10, counted: 11, passed: 4, pending: 1, suppressed: { muted: 5, budget: 1 } },
    ...{ lost: 0, requests: 3, budget: 3, coresUsed: 0.99 },
  };
  expect(broken(kept)).toEqual([]);
  expect(broken({ ...kept, coresUsed: 1 })).toEqual(['1 cores where less than 1 was promised']);
  expect(broken({ ...kept, coresUsed: 3 }, true)).toEqual([]);
  expect(broken({ ...kept, lost: 2, requests: 4, coresUsed: 1.2 })).toHaveLength(3);
  expect(broken({ ...kept, counted: 9 })).toEqual(['1 not counted', 'what was counted has not all its reason']);
});
