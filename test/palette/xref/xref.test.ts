/** The running node: the mapper beside it looks up in the same rows, and what it put aside goes on when they come. */
import dlq from '../../../nodes/src/palette/dlq/dlq.ts';
import journal from '../../../nodes/src/palette/journal/journal.ts';
import sitePack from '../../../nodes/src/palette/site-pack/site-pack.ts';
import node from '../../../nodes/src/palette/xref/xref.ts';
import { nodeBench } from '../../support/nodes.ts';

const load = nodeBench();

test('an unknown code waits in the dead letters', async () => {
  const nodes = await load(
    [journal, sitePack, dlq, node],
    [
      { id: 'j', type: 'plantwire-journal', file: 'xref.sqlite', minFreeMb: 0, reserveMb: 1 },
      { id: 's', type: 'plantwire-site-pack', pack: 'demo-plant' },
      {
        ...{ id: 'n', type: 'plantwire-xref', journal: 'j', sitePack: 's', system: 'shop' },
        ...{ codes: [{ path: 'item', domain: 'material' }], wires: [['out'], ['d']] },
      },
      { id: 'd', type: 'plantwire-dlq', journal: 'j', wires: [['n']] },
      { id: 'out', type: 'helper' },
    ],
  );
  const time = '2026-11-20T12:00:00Z';
  nodes.send('n', { payload: { time, item: 'FG-1000' } });
  expect(await nodes.arrive('out')).toMatchObject([{ payload: { item: 'FG-1000' } }]);
  nodes.send('n', { payload: { time, item: 'X-1' } });
  await nodes.shows('d', '1 open', 60_000);
  await nodes.shows('n', '1 waiting', 60_000);
});
