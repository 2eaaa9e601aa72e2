/** The running node: a fact of a window that has ended comes out as its summary. */
import node from '../../../nodes/src/palette/aggregate/aggregate.ts';
import journal from '../../../nodes/src/palette/journal/journal.ts';
import sitePack from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { good } from '../../domain/operations/shift/bench.ts';
import { nodeBench } from '../../support/nodes.ts';

const load = nodeBench();

test('a fact comes in, the summary of its shift comes out', async () => {
  const event = good('7', new Date(Date.now() - 86_400_000).toISOString());
  const nodes = await load(
    [journal, sitePack, node],
    [
      { id: 'j', type: 'plantwire-journal', file: 'aggregate.sqlite', minFreeMb: 0, reserveMb: 1 },
      { id: 's', type: 'plantwire-site-pack', pack: 'demo-plant' },
      {
        ...{ id: 'n', type: 'plantwire-aggregate', journal: 'j', sitePack: 's', quietSeconds: 0 },
        wires: [['out'], [], []],
      },
      { id: 'out', type: 'helper' },
    ],
  );
  nodes.send('n', { payload: event });
  const [summary] = await nodes.arrive('out', 1, 60_000);
  expect(summary).toMatchObject({ payload: { data: { equipmentId: 'ACME/MUC1/PACK/L1', gq: '7', revision: 1 } } });
});
