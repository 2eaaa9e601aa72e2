/** The running node: behind an outbox, in one journal with it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import node from '../../../nodes/src/palette/file-drop/file-drop.ts';
import journal from '../../../nodes/src/palette/journal/journal.ts';
import outbox from '../../../nodes/src/palette/outbox/outbox.ts';
import { nodeBench } from '../../support/nodes.ts';

/** Journals are opened again and again; a busy machine needs its time. */
jest.setTimeout(60_000);
const load = nodeBench();

test('an event in the outbox becomes a file, and leaves with its receipt', async () => {
  const nodes = await load(
    [journal, outbox, node],
    [
      { id: 'j', type: 'plantwire-journal' },
      { id: 'o', type: 'plantwire-outbox', journal: 'j', wires: [['n'], []] },
      { id: 'n', type: 'plantwire-file-drop', journal: 'j', folder: 'out', fileName: '{id}.edi', wires: [['out'], []] },
      { id: 'out', type: 'helper' },
    ],
  );
  const event = { specversion: '1.0', id: 'e1-a', type: 'mfg.x.y.v1', partitionkey: 'p', data: { text: 'UNB+' } };
  nodes.send('o', { payload: event });
  expect(await nodes.arrive('out')).toMatchObject([{ receipt: { verdict: 'posted', readBack: { name: 'e1-a.edi' } } }]);
  expect(readFileSync(join(nodes.userDir, 'out', 'e1-a.edi'), 'utf8')).toBe('UNB+');
});
