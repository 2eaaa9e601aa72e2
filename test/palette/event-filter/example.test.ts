/** The example "Values that say something new" as it is imported, with samples as its source sends them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import dlq from '../../../nodes/src/palette/dlq/dlq.ts';
import node from '../../../nodes/src/palette/event-filter/event-filter.ts';
import journal from '../../../nodes/src/palette/journal/journal.ts';
import sitePack from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { nodeBench } from '../../support/nodes.ts';
import { ROOT } from '../../support/sources.ts';

const DEADLINE_MS = 60_000;
const load = nodeBench();
const file = join(ROOT, 'flows/_examples/Basics/08 - Values that say something new.json');
const flow = (JSON.parse(readFileSync(file, 'utf8')) as { id: string; type: string }[])
  .filter(({ type }) => type !== 'tab' && !type.startsWith('plantwire-opcua'))
  .map((one) => (one.type === 'debug' ? { ...one, type: 'helper' } : one));

test('a value leaves when it has moved and held; samples that are none lie in the dead letters', async () => {
  const nodes = await load([journal, sitePack, node, dlq], flow);
  const tell = (value: number | string, status = 'Good') =>
    nodes.send('values.filter', { payload: { source: 'plc', samples: [{ tag: 'Press1.Force', value, status }] } });
  for (const value of [100, 101, 140, 100, 110, 111]) tell(value);
  const [first, second] = await nodes.arrive('values.out', 2, DEADLINE_MS);
  expect([first, second]).toMatchObject([
    { payload: { source: 'plc', samples: [{ value: 100 }] } },
    { payload: { source: 'plc', samples: [{ value: 110 }] } },
  ]);
  tell(0, 'BadSensorFailure');
  const [, , third] = await nodes.arrive('values.out', 3, DEADLINE_MS);
  expect(third).toMatchObject({ payload: { samples: [{ value: 0, status: 'BadSensorFailure' }] } });
  await nodes.shows('values.filter', '3 passed, 4 held back', DEADLINE_MS);
  nodes.send('values.filter', { payload: 'no samples' });
  await nodes.shows('values.dlq', '1 open', DEADLINE_MS);
}, 150_000);
