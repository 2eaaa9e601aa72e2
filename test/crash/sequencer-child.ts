/**
 * A source that numbers and mixes up, a sequencer and a queue behind it in a process of its own, made to be killed. What
 * the source was told and what the queue got is appended to plain files, which survive the process.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { ok, type Result } from '../../nodes/src/domain/ports.ts';
import type { NodeContext } from '../../nodes/src/host/node.ts';
import { startSequencer } from '../../nodes/src/palette/sequencer/behaviour.ts';
import { type Config, definition } from '../../nodes/src/palette/sequencer/definition.ts';

const [folder = '', order = ''] = process.argv.slice(2);
const acknowledgedFile = join(folder, 'acknowledged');
const read = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];

const opened = await openJournal({ file: join(folder, 'j.sqlite'), ...system, reserveBytes: 0, minFreeBytes: 0 });
if (!opened.ok) throw new Error(opened.failure.reason);
const journal = opened.value;
const silent = (): void => undefined;

/** The queue behind: what it has is on disk, then the journal may forget it. */
function queued(message: Message, port: string | undefined): void {
  appendFileSync(join(folder, 'queued'), `${port} ${(message.event as { id: string }).id}\n`);
  void journal.take(message.intake ?? '');
}

const context: NodeContext<Config> = {
  ...{ id: 'seq', name: 'sequencer', flow: 'crash', ...system, userDir: folder },
  config: definition.config.parse({ journal: 'j', begins: 'one', waitSeconds: 3_600 }),
  environment: () => undefined,
  deployed: () => [],
  resource: async <T>(): Promise<Result<T>> => ok(journal as T),
  serve: () => ok(silent),
  report: silent,
  emit: queued,
  log: { info: silent, warn: (text) => void process.stderr.write(text), failure: silent },
};
const node = await startSequencer(context);
if (!node.ok || !node.value.handle) throw new Error('the sequencer does not start');
process.send?.('opened');

const known = new Set(read(acknowledgedFile));
for (const id of order.split(',')) {
  if (known.has(id)) continue;
  const count = id.padStart(12, '0');
  const event = { id, source: 'press', sequence: `0000000001-${count}` };
  const outcome = await node.value.handle({ event, trail: [] });
  if (outcome.kind !== 'drop') throw new Error(`number ${id}: ${JSON.stringify(outcome)}`);
  appendFileSync(acknowledgedFile, `${id}\n`);
  process.send?.('acknowledged');
}
await node.value.close?.();
await journal.close();
process.disconnect?.();
