/** The connection and the nodes that use it, inside Node-RED, against a simulated Odoo. */

import { readSwitchings, writeSwitchings } from '../../../nodes/src/adapters/files/operator-switch.ts';
import { openBatch } from '../../../nodes/src/adapters/odoo/batch.ts';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { abilitiesOwner } from '../../../nodes/src/domain/odoo/abilities.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { registerConfig } from '../../../nodes/src/host/register.ts';
import { acquire, allHoldings, releaseAll } from '../../../nodes/src/host/resources.ts';
import journalEntry from '../../../nodes/src/palette/journal/journal.ts';
import { tellAbilities } from '../../../nodes/src/palette/odoo-connection/abilities-told.ts';
import { definition } from '../../../nodes/src/palette/odoo-connection/definition.ts';
import connectionEntry from '../../../nodes/src/palette/odoo-connection/odoo-connection.ts';
import { openConnection } from '../../../nodes/src/palette/odoo-connection/resource.ts';
import readEntry from '../../../nodes/src/palette/odoo-read/odoo-read.ts';
import writeEntry from '../../../nodes/src/palette/odoo-write/odoo-write.ts';
import { installBatch } from '../../contract/erp-batch.ts';
import { seedPlant } from '../../live/seed.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';
import { nodeBench } from '../../support/nodes.ts';
import { until } from '../../support/time.ts';

const load = nodeBench();
let odoo: SimulatedOdoo;

beforeAll(async () => {
  odoo = await startSimulatedOdoo();
  const admin = openErp({
    url: odoo.url,
    db: odoo.db,
    login: odoo.adminLogin,
    apiKey: odoo.adminPassword,
    protocol: 'jsonrpc',
    tls: { rejectUnauthorized: true },
    deadlineMs: 30_000,
    parallelCalls: 1,
  });
  await seedPlant(admin, 'CONN');
});
afterAll(() => odoo.stop());

const connection = (change: object = {}) => ({
  id: 'odoo',
  type: 'plantwire-odoo-connection',
  configVersion: 1,
  url: odoo.url,
  db: odoo.db,
  login: odoo.login,
  protocol: 'auto',
  ...change,
});
const secrets = () => ({ odoo: { apiKey: odoo.apiKey } });

interface Answer {
  readonly ok: boolean;
  readonly text: string;
  readonly details?: Record<string, unknown>;
}

async function press(url: string, config: object, apiKey?: string, button = 'test'): Promise<Answer> {
  const reply = await fetch(`${url}/plantwire/action/odoo-connection/${button}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'odoo', config, secrets: { apiKey: apiKey ?? '__PWRD__' } }),
  });
  return (await reply.json()) as Answer;
}

test('Test connection says that postings would work, with the stored key', async () => {
  const nodes = await load([connectionEntry], [connection()], secrets());
  const answer = await press(nodes.url, connection());
  expect(answer).toMatchObject({ ok: true, details: { version: '19.0', protocol: 'json2' } });
  expect(answer.text).toContain('Odoo 19.0');
});

test('what can run is found by itself, kept in the journal of the writers, and told by a button', async () => {
  // As the entry makes it, with shorter pauses.
  const clock = { ...system.clock, after: (ms: number, task: () => void) => system.clock.after(ms / 200, task) };
  const outside = { connect: openErp, batch: openBatch, switches: { read: readSwitchings, write: writeSwitchings } };
  const impatient = registerConfig(definition, { ...system, clock }, (context) => openConnection(context, outside), {
    actions: { abilities: tellAbilities },
  });
  const writer = { id: 'w', type: 'plantwire-odoo-write', connection: 'odoo', journal: 'j', intents: 'note' };
  const journal = { id: 'j', type: 'plantwire-journal' };
  const nodes = await load([journalEntry, impatient, writeEntry], [journal, connection(), writer], secrets());
  const ask = () => press(nodes.url, connection(), undefined, 'abilities');
  await until('Odoo was asked', async () => (await ask()).ok, 60_000);
  expect(await ask()).toMatchObject({
    text: expect.stringContaining('just now: Odoo 19.0'),
    details: { edition: 'community' },
  });
  const found = allHoldings().find(({ type }) => type === 'odoo-connection');
  expect(await found?.health()).toMatchObject({ asked: { version: '19.0' } });
  const user = {};
  const kept = await acquire<Journal>('j', user);
  if (!kept.ok) throw new Error(kept.failure.reason);
  await until('it is kept', async () => {
    const rows = await kept.value.counters(abilitiesOwner('odoo'));
    return rows.ok && rows.value.length === 1;
  });
  releaseAll(user);
});

test('without an answer the button says so', async () => {
  const nodes = await load([connectionEntry], [connection()], secrets());
  const answer = await press(nodes.url, connection(), undefined, 'abilities');
  expect(answer).toMatchObject({ ok: false, text: expect.stringContaining('not asked yet') });
});

test('it names the one cause that is in the way', async () => {
  const nodes = await load([connectionEntry], [connection()], secrets());
  const cause = async (change: object, key?: string) =>
    (await press(nodes.url, connection(change), key)).details?.['cause'];
  expect(await cause({}, 'wrong-key')).toBe('key');
  expect(await cause({ db: 'no_such_database' })).toBe('database');
  expect(await cause({ url: 'http://127.0.0.1:9' }, 'any')).toBe('address');
});

test('the stored key goes to no other address than the deployed one', async () => {
  const nodes = await load([connectionEntry], [connection()], secrets());
  const answer = await press(nodes.url, connection({ url: 'http://127.0.0.1:9' }));
  expect(answer.ok).toBe(false);
  expect(answer.text).toContain('entered again');
});

test('fields and models can be picked from the connected Odoo', async () => {
  const nodes = await load([connectionEntry], [connection()], secrets());
  const browse = async (query: string) => (await fetch(`${nodes.url}/plantwire/browse/${query}`)).json();
  expect(await browse('odoo-fields?connection=odoo&model=stock.lot&q=name')).toMatchObject({
    choices: expect.arrayContaining([expect.objectContaining({ value: 'name' })]),
  });
  const paths = async (q: string) => {
    const { choices } = (await browse(`odoo-field-paths?connection=odoo&model=stock.lot&q=${q}`)) as {
      choices: { value: string; label: string }[];
    };
    return choices;
  };
  expect(await paths('product_id')).toContainEqual({ value: 'product_id.', label: 'product_id › product.product' });
  expect(await paths('product_id.default')).toEqual([
    { value: 'product_id.default_code', label: expect.stringMatching(/^product_id\.default_code – .+\(char\)$/) },
  ]);
  expect((await paths('product_id.uom_id.nam')).map(({ value }) => value)).toContain('product_id.uom_id.name');
  for (const nowhere of ['name.x', 'product_id.nothing.x', 'a.b.c.d.e.f.g']) expect(await paths(nowhere)).toEqual([]);
  expect(await browse('odoo-models?connection=odoo&q=mrp.prod')).toMatchObject({
    choices: expect.arrayContaining([expect.objectContaining({ value: 'mrp.production' })]),
  });
});

test('odoo read gives what a condition from the message finds', async () => {
  const read = {
    id: 'read',
    type: 'plantwire-odoo-read',
    configVersion: 1,
    connection: 'odoo',
    model: 'product.product',
    fields: '["default_code", "tracking"]',
    conditions: '[{"field":"default_code","operator":"=","source":"payload","value":"material"}]',
    mode: 'exactlyOne',
    wires: [['out'], ['bad']],
  };
  const nodes = await load(
    [connectionEntry, readEntry],
    [connection(), read, { id: 'out', type: 'helper' }, { id: 'bad', type: 'helper' }],
    secrets(),
  );
  nodes.send('read', { payload: { material: 'CONN-FG' }, topic: 'kept' });
  expect(await nodes.arrive('out', 1, 10_000)).toMatchObject([
    { topic: 'kept', payload: { records: [{ default_code: 'CONN-FG', tracking: 'lot' }] } },
  ]);
  nodes.send('read', { payload: { material: 'NOPE' } });
  expect(await nodes.arrive('bad', 1, 10_000)).toMatchObject([{ failure: { code: 'record-not-found' } }]);
});

test('an address missing altogether turns the node red and names field and variable', async () => {
  const nodes = await load([connectionEntry], [connection({ url: '' })], secrets());
  expect(nodes.logged().join('\n')).toMatch(/Address: enter it or set ODOO_URL/);
});

describe('the operator’s switch', () => {
  const turn = async (url: string, to: string, reason?: string): Promise<Answer> => {
    const reply = await fetch(`${url}/plantwire/action/odoo-connection/${to}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'odoo', config: connection(), secrets: { apiKey: '__PWRD__' }, reason }),
    });
    return (await reply.json()) as Answer;
  };
  const read = { id: 'read', type: 'plantwire-odoo-read', connection: 'odoo', model: 'stock.lot', mode: 'count' };

  test('is thrown by the buttons, tells its mode, and outlives a deploy', async () => {
    const nodes = await load([connectionEntry, readEntry], [connection(), read], secrets());
    expect(await turn(nodes.url, 'manual', 'inventory')).toMatchObject({ ok: true, details: { mode: 'manual' } });
    const again = await load([connectionEntry], [connection()], secrets());
    const health = async () =>
      (
        await allHoldings()
          .find(({ id }) => id === 'odoo')
          ?.health()
      )?.mode;
    await until('the connection', async () => (await health()) !== undefined);
    expect(await health()).toBe('manual');
    const { text = '' } =
      (await allHoldings()
        .find(({ id }) => id === 'odoo')
        ?.health()) ?? {};
    expect(text).toMatch(/somebody at the editor, .+, inventory$/);
    expect(await turn(again.url, 'automatic')).toMatchObject({ ok: true, details: { mode: 'normal' } });
    expect(await health()).toBe('normal');
  });

  test('says afterwards who threw it, when and why: in health, at the button, and in the audit of the journal', async () => {
    const nodes = await load(
      [journalEntry, connectionEntry, writeEntry],
      [
        { id: 'j', type: 'plantwire-journal' },
        connection(),
        { id: 'w', type: 'plantwire-odoo-write', connection: 'odoo', journal: 'j' },
      ],
      secrets(),
    );
    const holding = () => allHoldings().find(({ id }) => id === 'odoo');
    await until('the connection', async () => (await holding()?.health())?.mode !== undefined);
    expect(await turn(nodes.url, 'read-only', 'stocktaking, password=hunter2')).toMatchObject({ ok: true });
    const decided = { to: 'read-only', by: 'somebody at the editor', reason: 'stocktaking, password=[redacted]' };
    expect(await holding()?.health()).toMatchObject({
      decided,
      text: expect.stringMatching(/^read-only: somebody at the editor, \d{4}-\d\d-\d\d \d\d:\d\dZ, stocktaking/),
    });
    expect(await turn(nodes.url, 'automatic')).toMatchObject({ ok: true });
    expect(await holding()?.health()).toMatchObject({ decided: { to: 'automatic', reason: '' } });
    const { details } = await turn(nodes.url, 'switchings');
    expect(Object.values(details ?? {}).slice(0, 2)).toEqual([
      expect.stringMatching(/^automatic: /),
      expect.stringMatching(/^read-only: .+stocktaking/),
    ]);
    const user = {};
    const journal = await acquire<Journal>('j', user);
    if (!journal.ok) throw new Error(journal.failure.reason);
    await until('the entries', async () => {
      const entries = await journal.value.audit({});
      return entries.ok && entries.value.some(({ reason }) => reason === decided.reason);
    });
    expect(await journal.value.audit({ limit: 2 })).toMatchObject({
      value: [
        { actor: 'somebody at the editor', detail: { switch: { from: 'read-only', to: 'automatic' } }, isIntact: true },
        { letter: 0, reason: decided.reason, detail: { switch: { from: 'automatic', to: 'read-only' } } },
      ],
    });
    releaseAll(user);
  });

  test('of a connection that is not deployed cannot be thrown', async () => {
    const nodes = await load([connectionEntry], [], {});
    expect(await turn(nodes.url, 'manual')).toMatchObject({ ok: false });
  });
});

test('posting by batch action is offered to the nodes once the action is there, and the test names it until then', async () => {
  const config = connection({ posting: 'batch', batchAction: 1 });
  const nodes = await load([connectionEntry], [config], secrets());
  expect(await press(nodes.url, config)).toMatchObject({ ok: false, details: { cause: 'batch' } });
  const admin = openErp({
    ...odoo,
    login: odoo.adminLogin,
    apiKey: odoo.adminPassword,
    protocol: 'jsonrpc',
    tls: { rejectUnauthorized: true },
    deadlineMs: 30_000,
    parallelCalls: 1,
  });
  const action = await installBatch(admin, odoo.login);
  const right = await press(nodes.url, { ...config, batchAction: action });
  expect(right).toMatchObject({ ok: true, text: expect.stringContaining('batch action is the one of this version') });
  await load([connectionEntry], [{ ...config, batchAction: action }], secrets());
  const user = {};
  const erp = await acquire<Erp>('odoo', user);
  expect(erp.ok && (await erp.value.batch?.check())).toEqual({ ok: true, value: undefined });
  releaseAll(user);
});
