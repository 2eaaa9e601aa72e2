/** The fan-out over a real journal: each subscriber gets each event once, whatever happens to the others. */
import { startFanOut } from '../../../nodes/src/palette/fan-out/behaviour.ts';
import { definition } from '../../../nodes/src/palette/fan-out/definition.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const run = (subscribers = 3) => {
  const context = bench.context(definition.config.parse({ journal: 'journal', subscribers }), 'fan-1');
  const ports = () => context.emitted.map(({ port }) => port);
  return { context, ports, start: () => started(startFanOut(context)) };
};
const event = (id: string, more: object = {}) => ({ event: { id, source: 'urn:x', ...more }, trail: [] });

test('each subscriber gets a copy, the same event again brings nothing, sent again on purpose it does', async () => {
  const { ports, start } = run();
  const node = await start();
  expect(await node.handle?.(event('e1'))).toMatchObject({ kind: 'pass-all', messages: [] });
  expect(ports()).toEqual(['copy1', 'copy2', 'copy3']);
  expect(await node.handle?.(event('e1'))).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  await node.handle?.(event('e1', { deliverymode: 'replay', recordedtime: '2026-11-20T08:00:00Z' }));
  expect(ports()).toHaveLength(6);
  expect(await node.handle?.(event(''))).toMatchObject({ kind: 'reject', failure: { code: 'not-an-event' } });
  await node.close?.();
});

test('after a crash each subscriber gets what its outbox has not taken, and nothing else', async () => {
  const before = run();
  const node = await before.start();
  await node.handle?.(event('e1'));
  const [first] = before.context.emitted;
  await node.close?.();
  await bench.journal().take(String(first?.message.intake));
  await bench.restart();
  const after = run();
  const again = await after.start();
  await until('the others get theirs', () => after.ports().length === 2);
  expect(after.ports()).toEqual(['copy2', 'copy3']);
  expect(await again.handle?.(event('e1'))).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  await again.close?.();
});
