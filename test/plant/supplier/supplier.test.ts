/** The supplier of the plant: whole files, each once, also over a restart. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roundOf } from './round.ts';
import { startSupplier } from './supplier.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-supplier-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ORDERS = ['P-1', 'P-2', 'P-3', 'P-4'];
/** What the appliance does with the advices. */
let fetching: NodeJS.Timeout;
beforeEach(() => {
  const [from, to] = [join(folder, 'suppliers/in'), join(folder, 'fetched')];
  mkdirSync(to);
  fetching = setInterval(() => {
    const there = existsSync(from) ? readdirSync(from).filter((name) => !name.startsWith('.')) : [];
    for (const name of there) renameSync(join(from, name), join(to, name));
  }, 5);
});
afterEach(() => clearInterval(fetching));

const start = () => startSupplier({ folder, orders: ORDERS, perSecond: 1_000 });
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();

test('every document lies in its folder, whole', async () => {
  const round = roundOf(ORDERS, Date.now());
  expect(await start().done).toEqual({ sent: round.length, refused: 0 });
  expect(files()).toEqual(round.map(({ path }) => path.replace('suppliers/in/', 'fetched/')).sort());
  expect(readFileSync(join(folder, 'dock/GR-P-1.csv'), 'utf8').split('\r\n')).toHaveLength(4);
});

test('what was fetched does not come again after a restart, and what was not sent yet does', async () => {
  const first = start();
  await first.stop();
  const { sent } = await first.done;
  rmSync(join(folder, 'suppliers/confirmations'), { recursive: true, force: true });
  expect(await start().done).toEqual({ sent: roundOf(ORDERS, 0).length - sent, refused: 0 });
  expect(await start().done).toEqual({ sent: 0, refused: 0 });
});
