/** How the batch port collects and tells apart, on the simulated Odoo with its faults. */
import { openBatch } from '../../../nodes/src/adapters/odoo/batch.ts';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { Erp, ErpCall, ErpPosting } from '../../../nodes/src/domain/ports.ts';
import { installBatch } from '../../contract/erp-batch.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';

let odoo: SimulatedOdoo;
let erp: Erp;
let action: number;
beforeEach(async () => {
  odoo = await startSimulatedOdoo();
  const connection = {
    ...odoo,
    protocol: 'json2',
    tls: { rejectUnauthorized: true },
    deadlineMs: 30_000,
    parallelCalls: 1,
  } as const;
  erp = openErp(connection);
  const admin = openErp({ ...connection, protocol: 'jsonrpc', login: 'admin', apiKey: 'admin' });
  action = await installBatch(admin, odoo.login);
});
afterEach(() => odoo.stop());

const partner = (name: string): ErpCall => ({
  model: 'res.partner',
  method: 'create',
  args: { vals_list: [{ name }] },
});
const event = (key: string, ...steps: ErpCall[]): ErpPosting => ({ key, steps, guards: [] });
const runs = (): number => odoo.control.calls()['ir.actions.server.run'] ?? 0;
const partners = (name: string) => odoo.control.records('res.partner', [['name', '=like', `${name}%`]], ['name']);

test('what comes while a call is under way goes out together in the next one', async () => {
  const port = openBatch(erp, action);
  await port.check();
  const before = runs();
  const first = port.post(event('a', partner('P-first')));
  while (runs() === before) await new Promise((resolve) => setImmediate(resolve));
  const rest = Array.from({ length: 50 }, (_, n) => port.post(event(`b${n}`, partner(`P-${n}`))));
  const answers = await Promise.all([first, ...rest]);
  expect(answers.every((answer) => answer.ok && answer.value.kind === 'done')).toBe(true);
  expect(runs() - before).toBe(2);
  expect(partners('P-')).toHaveLength(51);
});

test('more than a call should hold is spread over several, in order', async () => {
  const port = openBatch(erp, action);
  await port.check();
  const before = runs();
  const write = (name: string): ErpCall => ({
    ...partner(name),
    method: 'write',
    ids: [1],
    args: { vals: { ref: name } },
  });
  await Promise.all(Array.from({ length: 130 }, (_, n) => port.post(event(`w${n}`, write(`R${n}`)))));
  expect(runs() - before).toBe(3);
  expect(odoo.control.records('res.partner', [['id', '=', 1]], ['ref'])).toMatchObject([{ ref: 'R129' }]);
});

test("a conflict that Odoo gave up on is everybody's, and surely not done", async () => {
  const port = openBatch(erp, action);
  await port.check();
  odoo.control.fault({ kind: 'error', match: { model: 'ir.actions.server' }, times: 1 });
  const answers = await Promise.all([port.post(event('a', partner('C-1'))), port.post(event('b', partner('C-2')))]);
  expect(answers).toMatchObject([
    { ok: false, failure: { class: 'conflict' } },
    { ok: false, failure: { class: 'conflict' } },
  ]);
  expect(partners('C-')).toEqual([]);
});

test('an action that is taken away under way is a matter of set-up, never of a message', async () => {
  const port = openBatch(erp, action);
  await port.check();
  odoo.control.call('ir.actions.server', 'unlink', [action]);
  const answers = await Promise.all([port.post(event('a', partner('X-1'))), port.read(partner('unused'))]);
  for (const answer of answers)
    expect(answer).toMatchObject({ ok: false, failure: { code: 'batch-action-missing', class: 'configuration' } });
});

test('a question of ours whose answer is lost is simply asked again, an event is looked after', async () => {
  const port = openBatch(erp, action);
  await port.check();
  odoo.control.fault({ kind: 'lost', match: { model: 'ir.actions.server' }, times: 1 });
  const read: ErpCall = { model: 'res.partner', method: 'search_count', args: { domain: [] } };
  const [posted, counted] = await Promise.all([port.post(event('a', partner('L-1'))), port.read(read)]);
  expect(posted).toMatchObject({ ok: false, failure: { class: 'unknown' } });
  expect(counted).toMatchObject({ ok: false, failure: { class: 'transient' } });
  expect(await port.post(event('a', partner('L-1')))).toMatchObject({ ok: true, value: { kind: 'duplicate' } });
  expect(partners('L-')).toHaveLength(1);
});

test("the reason of a refusal is Odoo's, without the text of the action behind it", async () => {
  const port = openBatch(erp, action);
  const unknown = event('a', { ...partner('U'), args: { vals_list: [{ name: 'U', no_such_field: 1 }] } });
  const answer = await port.post(unknown);
  expect(answer).toMatchObject({ ok: false, failure: { code: 'odoo-call-refused' } });
  expect(JSON.stringify(answer)).not.toContain('while evaluating');
  const forbidden = event('b', { model: 'res.partner', method: 'unlink', ids: [1] });
  expect(await port.post(forbidden)).toMatchObject({ ok: false, failure: { code: 'odoo-access-denied' } });
});
