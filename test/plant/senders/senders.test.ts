/** Senders of the plant: the same fact is the same message, nothing is given up, files appear whole. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDropper } from '../files/dropper.ts';
import { startClient } from '../http/client.ts';
import { eventOf, type FactOptions, factAt } from './facts.ts';
import { isSender, startSender } from './start.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-senders-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const facts = (change: Partial<FactOptions> = {}): FactOptions => ({
  ...{ run: 'r', count: 5, perSecond: 1_000, orders: ['MO-1', 'MO-2'], material: 'FG-1000' },
  ...{ enterprise: 'ACME', site: 'MUC1', poisonEvery: 0 },
  ...change,
});

test('a fact is the same whenever it is told, and another one in another run', () => {
  expect(eventOf(facts(), factAt(facts(), 3))).toEqual(eventOf(facts(), factAt(facts(), 3)));
  expect(factAt(facts(), 3)).toMatchObject({ transactionId: 'r-3', order: 'MO-2', quantity: '4', isPoison: false });
  expect(factAt(facts({ run: 's', poisonEvery: 3 }), 3)).toMatchObject({ transactionId: 's-3', isPoison: true });
});

test('files appear whole, each with the checksum of its content, and the ledger names every row', async () => {
  const ledger = join(folder, 'ledger.jsonl');
  const inbox = join(folder, 'inbox');
  const dropper = startDropper({ ...facts({ poisonEvery: 2, ledger }), folder: inbox, rowsPerFile: 3, manifest: true });
  expect(await dropper.done).toEqual({ sent: 5, refused: 0 });
  expect(readdirSync(inbox).sort()).toEqual(['r-00001.csv', 'r-00001.csv.sha256', 'r-00002.csv', 'r-00002.csv.sha256']);
  const text = readFileSync(join(inbox, 'r-00001.csv'), 'utf8');
  expect(
    text
      .trim()
      .split('\r\n')
      .map((line) => line.split(';').slice(0, 4).join(';')),
  ).toEqual([
    'Transaction;Order;Material;Quantity',
    'r-1;MO-2;FG-1000;2',
    'r-2;MO-1;FG-1000;many',
    'r-3;MO-2;FG-1000;4',
  ]);
  const sum = createHash('sha256').update(text).digest('hex');
  expect(readFileSync(join(inbox, 'r-00001.csv.sha256'), 'utf8')).toBe(`${sum}  r-00001.csv\n`);
  expect(readFileSync(ledger, 'utf8').trim().split('\n')).toHaveLength(5);
});

test('a post is repeated until it is answered, and one that is refused for good is counted', async () => {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    seen.push(key);
    request.resume();
    const isFirst = seen.filter((one) => one === key).length === 1;
    response.statusCode = key === 'r-2' ? 400 : isFirst ? 503 : 202;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  const client = startClient({ ...facts({ poisonEvery: 2, count: 3 }), url, key: 'k', parallel: 2 });
  expect(await client.done).toEqual({ sent: 3, refused: 1 });
  expect(seen.sort()).toEqual(['r-1', 'r-1', 'r-2', 'r-3', 'r-3']);
  await new Promise((resolve) => server.close(resolve));
}, 30_000);

test('a sender says which option it lacks', () => {
  expect(['mqtt', 'http', 'files', 'alarms', 'opcua'].map(isSender)).toEqual([true, true, true, true, false]);
  expect(() => startSender('mqtt', { facts: '1', rate: '1', orders: 'a' })).toThrow('mqtt needs --url');
  expect(() => startSender('files', { facts: '1', rate: '1', orders: 'a' })).toThrow('files needs --folder');
});
