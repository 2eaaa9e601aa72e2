/**
 * The node in a process of its own, made to be killed: it follows one model of a simulated Odoo; what it sends goes into
 * a queue of the journal, which takes it. `follower.ts <folder> <url> <db> <login> <key> <secret>`
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isSameSecret } from '../../../nodes/src/adapters/http/signature.ts';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import { openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { ok, type Result } from '../../../nodes/src/domain/ports.ts';
import type { HttpHandler } from '../../../nodes/src/host/node.ts';
import { telemetry } from '../../../nodes/src/host/telemetry.ts';
import { startOdooEvent } from '../../../nodes/src/palette/odoo-event/behaviour.ts';
import { definition } from '../../../nodes/src/palette/odoo-event/definition.ts';
import { queueOptions } from '../../support/messages.ts';

const [folder = '', url = '', db = '', login = '', apiKey = '', hintSecret = ''] = process.argv.slice(2);
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.reason}`);
  return result.value;
};

const journal = value(
  await openJournal({ file: join(folder, 'j.sqlite'), ...system, reserveBytes: 0, minFreeBytes: 0 }),
);
value(await journal.openQueue(queueOptions({ queue: 'taken' })));
const erp = openErp({
  ...{
    url,
    db,
    login,
    apiKey,
    protocol: 'json2',
    tls: { rejectUnauthorized: true },
    deadlineMs: 20_000,
    parallelCalls: 2,
  },
});
const routes = new Map<string, HttpHandler>();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const handle = routes.get(request.url ?? '');
    const asked = { headers: {}, remoteAddress: '', body: async () => Buffer.concat(chunks) };
    void handle?.(asked).then(({ status }) => response.writeHead(status).end());
    if (!handle) response.writeHead(404).end();
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const parts = {
  c: { ...erp, standing: () => ({ mode: 'normal', mayRead: true, mayPost: true, limit: 2 }) },
  j: journal,
  s: { pack: { enterprise: 'ACME', site: 'MUC1' } },
};
const config = definition.config.parse({
  ...{ connection: 'c', journal: 'j', sitePack: 's', follow: 'records', model: 'stock.lot', fields: ['name', 'note'] },
  ...{ start: 'now', pollSeconds: 1, overlapSeconds: 30, pageSize: 50, underWay: 200, hintPath: '/hints', hintSecret },
});
value(
  await startOdooEvent(
    {
      ...{ id: 'follower', name: 'follower', flow: 'Test', config, userDir: folder, ...system },
      environment: () => undefined,
      deployed: () => [config],
      resource: async (id) => ok(parts[id as 'j'] as never),
      report: ({ text }) => void process.send?.({ status: text }),
      serve: (path, handle) => {
        routes.set(path, handle);
        return ok(() => void routes.delete(path));
      },
      emit: (message) => {
        const lane = String((message.event as { partitionkey?: string }).partitionkey);
        void journal.enqueue({ queue: 'taken', lane, priority: 1, message });
      },
      log: { info: () => undefined, warn: () => undefined, failure: () => undefined },
    },
    { isSameSecret },
  ),
);
process.send?.({ port: (server.address() as AddressInfo).port });
const tell = async (): Promise<void> => {
  const { queues } = await journal.stats();
  const series = telemetry
    .series()
    .map(({ name, labels, value: count }) => [`${name} ${labels['outcome'] ?? ''}`, count]);
  process.send?.({ taken: queues?.['taken']?.ready ?? 0, series: Object.fromEntries(series) });
  setTimeout(() => void tell(), 100);
};
void tell();
