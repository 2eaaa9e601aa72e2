/** What repeats a decision is generated, and what is generated is fresh. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { casesUnexplained, unproven, unprovenInBatch } from '../../nodes/scripts/intents.ts';
import { NODE, ROOT } from '../support/appliance.ts';

test('npm run generate would change nothing', () => {
  const check = spawnSync(NODE, [join(ROOT, 'nodes/scripts/generate.ts'), '--check'], { encoding: 'utf8' });
  expect({ stale: check.stdout, error: check.stderr }).toEqual({ stale: '', error: '' });
});

test('every intent has a contract suite that names it, and one that real servers are told by batch action', () => {
  expect([unproven(ROOT), unprovenInBatch(ROOT)]).toEqual([[], []]);
});

test('what the days of the contract suites do not show of an intent somewhere has its reason', () => {
  expect(casesUnexplained(ROOT)).toEqual([]);
});
