/** Fan-out, outboxes and dead letters inside Node-RED: a subscriber that fails holds up no other. */
import dlqEntry from '../../../nodes/src/palette/dlq/dlq.ts';
import fanOutEntry from '../../../nodes/src/palette/fan-out/fan-out.ts';
import journalEntry from '../../../nodes/src/palette/journal/journal.ts';
import outboxEntry from '../../../nodes/src/palette/outbox/outbox.ts';
import { orderMessage } from '../../support/messages.ts';
import { nodeBench } from '../../support/nodes.ts';

jest.setTimeout(30_000);
const load = nodeBench();
const outbox = (id: string, to: string) => ({
  ...{ id, type: 'plantwire-outbox', configVersion: 1, journal: 'journal', concurrency: '1' },
  wires: [[to], ['dlq']],
});

test('while one subscriber keeps its first message, the others get everything, each in its own queue', async () => {
  const nodes = await load(
    [journalEntry, fanOutEntry, outboxEntry, dlqEntry],
    [
      { id: 'journal', type: 'plantwire-journal', configVersion: 1, file: 'f.sqlite', reserveMb: '0', minFreeMb: '0' },
      {
        ...{ id: 'fan', type: 'plantwire-fan-out', configVersion: 1, journal: 'journal', subscribers: '2' },
        wires: [['stuck'], ['fine'], [], [], [], [], ['dlq']],
      },
      outbox('stuck', 'silent'),
      { ...outbox('fine', 'served'), concurrency: '8' },
      { id: 'dlq', type: 'plantwire-dlq', configVersion: 1, journal: 'journal', wires: [[]] },
      { id: 'silent', type: 'helper' },
      { id: 'served', type: 'helper' },
    ],
  );
  for (const name of ['a', 'b', 'c', 'a']) {
    const { event } = orderMessage(name, `lane-${name}`);
    nodes.send('fan', { payload: { ...(event as object), source: 'urn:x' } });
  }
  const served = await nodes.arrive('served', 3);
  expect(served.map(({ payload }) => (payload as { id: string }).id).sort()).toEqual(['e-a', 'e-b', 'e-c']);
  // Nothing settles it, and one at a time is allowed.
  expect(nodes.received['silent']).toHaveLength(1);
  expect(nodes.received['served']).toHaveLength(3);
});
