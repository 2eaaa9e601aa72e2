/** The running node: values leave by their own output, and only what says something new. */
import node from '../../../nodes/src/palette/event-filter/event-filter.ts';
import journal from '../../../nodes/src/palette/journal/journal.ts';
import sitePack from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { nodeBench } from '../../support/nodes.ts';

const load = nodeBench();

test('samples come in, fewer leave', async () => {
  const nodes = await load(
    [journal, sitePack, node],
    [
      { id: 'j', type: 'plantwire-journal', file: 'filter.sqlite', minFreeMb: 0, reserveMb: 1 },
      { id: 's', type: 'plantwire-site-pack', pack: 'demo-plant' },
      {
        ...{ id: 'n', type: 'plantwire-event-filter', journal: 'j', sitePack: 's', content: 'values', holdMs: 0 },
        ...{ tags: [{ tag: 'Oven*', deadband: '2', of: 'absolute' }], wires: [[], [], [], ['out']] },
      },
      { id: 'out', type: 'helper' },
    ],
  );
  const samples = [20, 21, 23].map((value) => ({ tag: 'Oven.Temp', value, status: 'Good' }));
  nodes.send('n', { payload: { source: 'plc', samples } });
  expect(await nodes.arrive('out', 1, 60_000)).toMatchObject([
    { payload: { source: 'plc', samples: [{ value: 20 }, { value: 23 }] } },
  ]);
  await nodes.shows('n', '2 passed, 1 held back', 60_000);
});
