/** The drill between two simulated servers: what works there, what breaks and why, and what it never does. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import { drillCommand } from '../../../nodes/src/adapters/odoo/drill-command.ts';
import { haveShiftTable } from '../../contract/intents/shift-table.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';

const ROOT = join(import.meta.dirname, '../../..');
let old: SimulatedOdoo;
let next: SimulatedOdoo;
let folder: string;
beforeAll(async () => {
  old = await startSimulatedOdoo({ major: 14 });
  next = await startSimulatedOdoo();
  folder = mkdtempSync(join(tmpdir(), 'plantwire-drill-'));
});
afterAll(async () => {
  await Promise.all([old.stop(), next.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const variables = (name: string, odoo: SimulatedOdoo): Record<string, string> => ({
  ...{
    [`${name}_URL`]: odoo.url,
    [`${name}_DB`]: odoo.db,
    [`${name}_LOGIN`]: odoo.login,
    [`${name}_API_KEY`]: odoo.apiKey,
  },
  ...{ [`${name}_ADMIN_LOGIN`]: odoo.adminLogin, [`${name}_ADMIN_PASSWORD`]: odoo.adminPassword },
});

async function run(...words: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const environment = { ...variables('ODOO', old), ...variables('NEXT', next) };
  const code = await drillCommand(words, { environment, nowMs: Date.now(), say: (line) => lines.push(line) });
  return { code, said: lines.join('\n') };
}

function flows(nodes: readonly object[]): string {
  const path = join(folder, 'flows.json');
  const tab = { id: 't', type: 'tab', label: 'Press line' };
  writeFileSync(path, JSON.stringify([tab, ...nodes.map((node, at) => ({ id: `n${at}`, z: 't', ...node }))]));
  return path;
}

const templates = readdirSync(join(ROOT, 'flows'))
  .filter((name) => /^t\d/.test(name))
  .map((name) => join(ROOT, 'flows', name, 'flow.json'));

test('what every template posts works on 19, and writes nothing there', async () => {
  const { code, said } = await run('--to', 'NEXT', ...templates);
  expect(said).toMatch(/^Odoo 14\.0.* → 19\.0/);
  expect(said).toContain('| produce | works | stock.lot instead of stock.production.lot, by itself | ');
  expect(said).toContain('t10-lot-hold');
  expect(said).not.toContain('t10-lot-hold: nothing says which events');
  expect([code, said]).toEqual([0, expect.stringContaining('Nothing breaks.')]);
  const called = Object.keys(next.control.calls()).filter((call) =>
    /\.(create|write|load|unlink|action_\w+)$/.test(call),
  );
  expect(called).toEqual([]);
});

test('names of the old version break, with what they are called now', async () => {
  const { code, said } = await run(
    ...['--to', 'NEXT', '--from', 'none'],
    flows([
      { type: 'plantwire-odoo-read', model: 'stock.production.lot', fields: ['name'] },
      { type: 'plantwire-odoo-read', model: 'mrp.production', fields: ['name', 'date_planned_start'] },
      { type: 'function', func: 'msg.payload.lot_producing_id = 1' },
    ]),
  );
  expect(code).toBe(1);
  expect(said).toContain(
    '| reads stock.production.lot | BREAKS: there is no stock.production.lot | stock.lot | Press line |',
  );
  expect(said).toContain('| reads mrp.production | BREAKS: there is no date_planned_start | date_start | Press line |');
  expect(said).toMatch(/names lot_producing_id \| BREAKS: .* \| lot_producing_ids \|/);
});

test('a right that is missing there breaks; one that is missing here already is told apart', async () => {
  const file = flows([
    { type: 'plantwire-odoo-write' },
    { type: 'function', func: "msg.intent = { kind: 'upsertProduct' }" },
  ]);
  const alone = await run('--to', 'NEXT', '--from', 'none', file);
  expect([alone.code, alone.said]).toEqual([1, expect.stringContaining('| upsertProduct | BREAKS: ')]);
  const both = await run('--to', 'NEXT', file);
  expect([both.code, both.said]).toEqual([0, expect.stringContaining('does not work now either')]);
});

test('bindings of a site pack are looked up on both sides', async () => {
  const [id = 0] = old.control.call('product.product', 'create', [], {
    vals_list: [{ name: 'P', default_code: 'FG-2000' }],
  }) as number[];
  const { code, said } = await run(
    ...['--to', 'NEXT', '--site', join(ROOT, 'flows/_sites/demo-plant.json'), flows([])],
  );
  old.control.call('product.product', 'unlink', [id]);
  expect(code).toBe(1);
  expect(said).toMatch(/× material \| BREAKS: no single record for .*FG-2000/);
});

test('samples of what every template posts are played, on a throw-away database only', async () => {
  const files = [flows([{ type: 'plantwire-odoo-write' }, { type: 'plantwire-counter' }]), ...templates];
  const refused = await run('--to', 'NEXT', '--write', ...files);
  expect([refused.code, refused.said]).toEqual([
    2,
    expect.stringContaining('does not look like a throw-away database'),
  ]);
  const { url, db, adminLogin: login, adminPassword: apiKey } = next;
  const limits = { tls: { rejectUnauthorized: true }, deadlineMs: 60_000, parallelCalls: 1 };
  await haveShiftTable(openErp({ url, db, login, apiKey, protocol: 'jsonrpc', ...limits }));
  const { code, said } = await run('--to', 'NEXT', '--write', '--database', db, ...files);
  expect(said.split('\n').filter((line) => /BREAKS|for want of a sample/.test(line))).toEqual([]);
  for (const kind of ['produce', 'consume', 'scrap', 'ship']) expect(said).toContain(`| plays ${kind} | works |`);
  expect(code).toBe(0);
}, 60_000);

test('asked wrongly, or of a server that is away, it says so', async () => {
  expect((await run('--to', 'NEXT')).code).toBe(2);
  expect(await run('--to', 'OTHER', flows([]))).toMatchObject({ code: 2, said: expect.stringContaining('OTHER_URL') });
  expect((await run('--to', 'NEXT', join(folder, 'nowhere.json'))).code).toBe(2);
});
