/**
 * A program that reads what lies in a folder by the file source, over a real journal, and says when it is through. It runs
 * by itself so that its heap can be bounded.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dropAt } from '../../../nodes/src/adapters/files/drop-folder.ts';
import { pickupAt } from '../../../nodes/src/adapters/files/pickup.ts';
import { openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { ok, type Result } from '../../../nodes/src/domain/ports.ts';
import type { NodeContext } from '../../../nodes/src/host/node.ts';
import { startFileSource } from '../../../nodes/src/palette/file-source/behaviour.ts';
import { definition } from '../../../nodes/src/palette/file-source/definition.ts';

const [folder = '', name = ''] = process.argv.slice(2);
const columns = [
  { field: 'operationsRequestId', from: '=MO-1', as: 'text' },
  { field: 'material.materialDefinitionId', from: '=FG-1000', as: 'text' },
  { field: 'quantity.value', from: 'Quantity', as: 'decimalComma' },
  { field: 'quantity.uom', from: '=C62', as: 'text' },
  { field: 'reportKind', from: '=partial', as: 'text' },
  { field: 'transactionId', from: 'Transaction', as: 'text' },
];
const config = definition.config.parse({
  ...{ journal: 'j', sitePack: 's', folder, eventType: 'production.output.reported', columns },
  ...{ ready: 'manifest', stableSeconds: 1, pollSeconds: 1, underWay: 100_000 },
});
const file = join(folder, 'journal', 'j.sqlite');
const journal = await openJournal({ file, clock: system.clock, ids: system.ids, reserveBytes: 0, minFreeBytes: 0 });
if (!journal.ok) throw new Error(journal.failure.reason);
const resources: Readonly<Record<string, unknown>> = {
  j: journal.value,
  s: { pack: { enterprise: 'ACME', site: 'MUC1' } },
};
/** What nobody takes is sent again after a while. */
const events = new Set<unknown>();
const context: NodeContext<typeof config> = {
  ...{ id: 'node-1', name: 'files', flow: 'test', config, ...system, userDir: folder },
  environment: () => undefined,
  deployed: () => [config],
  resource: async <T>(id: string): Promise<Result<T>> => ok(resources[id] as T),
  serve: () => {
    throw new Error('no server');
  },
  report: () => undefined,
  emit: ({ intake }, port) => {
    if (port === 'events') events.add(intake);
  },
  log: { info: () => undefined, warn: console.error, failure: ({ reason }) => console.error(reason) },
};
const source = await startFileSource(context, pickupAt, dropAt);
if (!source.ok) throw new Error(source.failure.reason);
while (!existsSync(join(folder, 'done', name)) && !existsSync(join(folder, 'failed', name)))
  await new Promise((resolve) => setTimeout(resolve, 50));
await source.value.close?.();
await journal.value.close();
console.log(JSON.stringify({ events: events.size, isDone: existsSync(join(folder, 'done', name)) }));
