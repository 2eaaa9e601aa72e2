/** Keys by the administrator's command on the simulated Odoo: where they go, what is never shown, and the exchange. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import { setUp } from '../../../nodes/src/adapters/odoo/set-up-command.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';

const DAY_MS = 86_400_000;
const WHO = { model: 'res.users', method: 'context_get', repeatable: true };
const LIMITS = { tls: { rejectUnauthorized: true }, deadlineMs: 60_000, parallelCalls: 1 };

let odoo: SimulatedOdoo;
let folder: string;
let nowMs = Date.now();
beforeEach(async () => {
  nowMs = Date.now();
  odoo = await startSimulatedOdoo({ now: () => nowMs });
  folder = mkdtempSync(join(tmpdir(), 'plantwire-key-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await odoo.stop();
});

async function run(words: string, change: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const environment = {
    ...{ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login },
    ...{ ODOO_ADMIN_LOGIN: odoo.adminLogin, ODOO_ADMIN_PASSWORD: odoo.adminPassword },
    ...change,
  };
  const code = await setUp(words.split(' '), { environment, nowMs, say: (line) => lines.push(line) });
  return { code, said: lines.join('\n') };
}

const keyIn = (text: string): string => /ODOO_API_KEY=(\S+)/.exec(text)?.[1] ?? '';
const made = async (more = ''): Promise<string> => keyIn((await run(`key install --show${more}`)).said);
const keys = () => odoo.control.records('res.users.apikeys');
const isLetIn = async (apiKey: string, protocol: 'json2' | 'jsonrpc' = 'json2'): Promise<boolean> =>
  (await openErp({ ...odoo, apiKey, protocol, ...LIMITS }).call(WHO)).ok;

describe('a new key', () => {
  test('goes into a file that only its owner may read, and nowhere else', async () => {
    const file = join(folder, 'key');
    const { code, said } = await run(`key install --to ${file}`);
    const key = keyIn(readFileSync(file, 'utf8'));
    expect(code).toBe(0);
    expect([key.length, await isLetIn(key), await isLetIn(key, 'jsonrpc')]).toEqual([40, true, true]);
    expect(said).toContain(file);
    expect(said).not.toContain(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run('key check')).said).not.toContain(key.slice(0, 8));
    expect(odoo.control.records('ir.actions.server')).toEqual([]);
  });

  test.each([
    ['nobody said where it goes', 'key install', '--show'],
    ['the file is there already', 'key install --to FILE', 'does not exist'],
    ['the folder is not there', 'key install --to FILE/in/it', 'does not exist'],
  ])('is not made when %s', async (_why, words, next) => {
    const file = join(folder, 'taken');
    await run(`key install --to ${file}`);
    const before = readFileSync(file, 'utf8');
    const [first] = keys();
    expect(await run(`${words.replace('FILE', file)} --another`)).toMatchObject({
      code: 1,
      said: expect.stringContaining(next),
    });
    expect([keys(), readFileSync(file, 'utf8')]).toEqual([[first], before]);
  });

  test('leaves no file behind when Odoo refuses to make it', async () => {
    const file = join(folder, 'key');
    const { code, said } = await run(`key install --to ${file} --days 91`);
    expect([code, said]).toEqual([1, expect.stringContaining('You cannot exceed 90.0 days')]);
    expect([keys(), existsSync(file)]).toEqual([[], false]);
  });

  test('is made only when asked, only once, and again before the last one ends', async () => {
    expect(await run('key check')).toMatchObject({ code: 1, said: expect.stringContaining('make an API key') });
    expect((await run('key install --show --dry-run')).said).toContain('would make an API key');
    expect(keys()).toEqual([]);
    const first = await made(' --days 60');
    expect(await run('key install --show')).toEqual({ code: 0, said: 'Nothing to do.' });
    expect(await run('key check')).toMatchObject({ code: 0, said: expect.stringContaining('Key "Plantwire ') });
    nowMs += 31 * DAY_MS;
    expect(await run('key check')).toMatchObject({ code: 1, said: expect.stringContaining('stays valid') });
    const second = await made();
    expect([first === second, await isLetIn(first), await isLetIn(second)]).toEqual([false, true, true]);
    nowMs += 30 * DAY_MS;
    expect([await isLetIn(first), await isLetIn(second)]).toEqual([false, true]);
  });

  test.each(['--days 0', '--days soon', '--left 1.5'])('is not asked for with %s', async (words) => {
    expect(await run(`key install --show ${words}`)).toEqual({ code: 2, said: expect.stringContaining('of days') });
  });
});

describe('an old key', () => {
  test('is deleted only by somebody whose flows use the newest', async () => {
    const first = await made();
    const second = await made(' --another');
    const refused = async (ODOO_API_KEY: string, why: string) => {
      expect(await run('key purge', { ODOO_API_KEY })).toMatchObject({ code: 1, said: expect.stringContaining(why) });
      expect([await isLetIn(first), await isLetIn(second)]).toEqual([true, true]);
    };
    await refused('', 'it is not set');
    await refused(first, 'is one of those to be deleted');
    await refused(odoo.apiKey, 'is no key of this user');
    await refused(second.replace(/.$/, 'x'), 'key');
    expect(await run('key purge --dry-run')).toMatchObject({
      code: 0,
      said: expect.stringContaining('would delete "Plantwire'),
    });
    expect((await run('key purge', { ODOO_API_KEY: second })).code).toBe(0);
    expect([await isLetIn(first), await isLetIn(second)]).toEqual([false, true]);
    expect(await run('key purge', { ODOO_API_KEY: second })).toEqual({ code: 0, said: 'Nothing to do.' });
  });

  test('stays when the new one is taken back; the last one always stays', async () => {
    const first = await made();
    expect(await run('key remove', { ODOO_API_KEY: first })).toEqual({ code: 0, said: 'Nothing to do.' });
    const second = await made(' --another');
    expect((await run('key remove', { ODOO_API_KEY: second })).code).toBe(1);
    expect((await run('key remove', { ODOO_API_KEY: first })).code).toBe(0);
    expect([await isLetIn(first), await isLetIn(second)]).toEqual([true, false]);
  });
});

test('for a user that is not there nothing is made', async () => {
  const { code, said } = await run('key install --show', { ODOO_LOGIN: 'nobody' });
  expect([code, said]).toEqual([1, expect.stringContaining('no user with this login')]);
});
