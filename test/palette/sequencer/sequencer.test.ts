/** The running node: what comes out of order leaves in order. */
import journal from '../../../nodes/src/palette/journal/journal.ts';
import node from '../../../nodes/src/palette/sequencer/sequencer.ts';
import { nodeBench } from '../../support/nodes.ts';

const load = nodeBench();

test('numbers come in any order and leave in theirs; what stays missing is named', async () => {
  const nodes = await load(
    [journal, node],
    [
      { id: 'j', type: 'plantwire-journal', file: 'sequencer.sqlite', minFreeMb: 0, reserveMb: 1 },
      {
        ...{ id: 'n', type: 'plantwire-sequencer', journal: 'j', scopePath: 'line', numberPath: 'nr' },
        ...{ waitSeconds: 1, wires: [['out'], ['gaps'], []] },
      },
      { id: 'out', type: 'helper' },
      { id: 'gaps', type: 'helper' },
    ],
  );
  for (const nr of [1, 3, 2, 5]) nodes.send('n', { payload: { line: 'L1', nr } });
  const arrived = await nodes.arrive('out', 4, 60_000);
  expect(arrived.map(({ payload }) => (payload as { nr: number }).nr)).toEqual([1, 2, 3, 5]);
  expect(await nodes.arrive('gaps')).toMatchObject([{ payload: { scope: 'L1', missing: { from: 4, to: 4 } } }]);
});
