/**
 * A poison message arrives while ten thousand others wait: an engineer opens the sidebar, understands, corrects, replays and
 * sees it posted; then all of one cause at once; then the same in German and in the dark. `PLANTWIRE_SCREENSHOTS=1` takes
 * the pictures anew.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { OdooConnection } from '../../nodes/src/adapters/odoo/connection.ts';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Envelope } from '../../nodes/src/domain/envelope.ts';
import { consumed, event } from '../domain/mapping/plant.ts';
import { must } from '../live/seed.ts';
import { type Appliance, startAppliance } from '../support/appliance.ts';
import { failureOf } from '../support/messages.ts';
import { type RunningPlant, startPlant } from '../support/plant.ts';
import { until } from '../support/time.ts';
import { type EditorPage, launch, openEditor } from './editor.ts';

jest.setTimeout(300_000);

const OLD = 10_000;
const PICTURES = join(__dirname, 'screenshots');
const FLOW = [
  { id: 'tab', type: 'tab', label: 'Consumption of press 1' },
  { id: 'j', type: 'plantwire-journal', name: 'Journal', file: '', minFreeMb: 0, reserveMb: 1, configVersion: 1 },
  { id: 'site', type: 'plantwire-site-pack', pack: 'demo-plant', configVersion: 1 },
  { id: 'odoo', type: 'plantwire-odoo-connection', name: 'Odoo', configVersion: 1 },
  { id: 'door', type: 'inject', z: 'tab', props: [{ p: 'payload' }], x: 90, y: 60, wires: [['check']] },
  node('check', 'schema-validator', { wires: [['once'], ['dead']] }),
  node('once', 'idempotency-guard', { journal: 'j', wires: [['map'], ['dead']] }),
  node('map', 'canonical-mapper', { sitePack: 'site', wires: [['out'], ['dead']] }),
  node('out', 'outbox', { journal: 'j', queue: 'odoo', wires: [['write'], ['dead']] }),
  node('write', 'odoo-write', { connection: 'odoo', journal: 'j', wires: [[], ['dead']] }),
  node('dead', 'dlq', { journal: 'j', owner: 'Shift lead press 1', wires: [['check']] }),
];

function node(id: string, type: string, more: Record<string, unknown>): Record<string, unknown> {
  return { id, type: `plantwire-${type}`, z: 'tab', configVersion: 1, x: 200, y: 60, ...more };
}

/** 2.5 kg of RM-20 for an order of the demo company; `number` makes it another fact. */
function consumption(order: string, lot: string, number: number): Envelope {
  const counter = { tag: 'ns=1;s=Press1.RM20', epoch: 1, from: String(number), to: String(number + 1) };
  return event('material.consumed', { ...consumed, operationsRequestId: order, lot: { lotId: lot }, counter });
}

/** Names of orders of press 1, as this database numbered them. */
async function ordersOf(access: Pick<OdooConnection, 'url' | 'db' | 'login' | 'apiKey'>): Promise<readonly string[]> {
  const tls = { rejectUnauthorized: true };
  const erp = openErp({ ...access, protocol: 'auto', tls, deadlineMs: 60_000, parallelCalls: 1 });
  const found = await must<{ name: string }[]>(erp, {
    model: 'mrp.production',
    method: 'search_read',
    args: { domain: [['product_id.default_code', '=', 'FG-1000']], fields: ['name'], order: 'name', limit: 3 },
  });
  return found.map(({ name }) => name);
}

let userDir: string;
let orders: readonly string[];
let plant: RunningPlant;
let appliance: Appliance;
let browser: Browser;
let editor: EditorPage;
let page: Page;
beforeAll(async () => {
  userDir = mkdtempSync(join(tmpdir(), 'plantwire-letters-'));
  plant = await startPlant('opcua', 'odoo');
  const { url = '', db = '', login = '', key = '' } = plant.ready['odoo'] ?? {};
  orders = await ordersOf({ url, db, login, apiKey: key });
  await fillJournal(join(userDir, 'plantwire.sqlite'));
  const env = { ODOO_URL: url, ODOO_DB: db, ODOO_LOGIN: login, ODOO_API_KEY: key };
  appliance = await startAppliance({ userDir, env, flows: FLOW });
  browser = await launch();
  editor = await openEditor(browser, appliance.url, { locale: 'en-US', theme: 'light' });
  page = editor.page;
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
  await plant?.stop();
  rmSync(userDir, { recursive: true, force: true });
});

/** Ten thousand old letters, and four of one cause that is repaired by now, save for one. */
async function fillJournal(file: string): Promise<void> {
  const opened = await openJournal({ file, ...system, reserveBytes: 0, minFreeBytes: 0 });
  if (!opened.ok) throw new Error(opened.failure.reason);
  const journal = opened.value;
  const bury = (one: Envelope, flow: string, code: string) =>
    journal.bury({
      ...{
        stage: 'canonical mapper',
        flow,
        outlet: 'dead',
        original: one,
        failure: failureOf(code === 'unmapped' ? 'data' : 'business', code),
      },
      message: { event: one, trail: [{ stage: 'canonical mapper', at: one.time, verdict: code }] },
    });
  const lots = ['RM20-A', 'RM20-A', 'RM20-A', 'RM20-A'];
  const named = [orders[1], orders[1], orders[2], 'NO/ORDER'];
  await Promise.all(lots.map((lot, at) => bury(consumption(named[at] ?? '', lot, 100 + at), 'Line 9', 'unmapped')));
  const rest = Array.from({ length: OLD - lots.length }, (_, at) => consumption(`OLD/${at}`, 'X', 1_000 + at));
  await Promise.all(rest.map((one) => bury(one, 'Line 7', 'order-not-found')));
  await journal.close();
}

async function picture(name: string, of: Page = page): Promise<void> {
  if (process.env['PLANTWIRE_SCREENSHOTS'] !== '1') return;
  mkdirSync(PICTURES, { recursive: true });
  await of.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const rows = (of: Page = page) => of.locator('.plantwire-letters .plantwire-letter');
const result = (of: Page = page) => of.locator('#plantwire-letter-result');

async function showSidebar(of: Page): Promise<void> {
  await of.evaluate(() => {
    const { RED } = globalThis as unknown as { RED: { actions: { invoke(action: string): void } } };
    RED.actions.invoke('plantwire:show-dead-letters');
  });
  await rows(of).first().waitFor();
}
/** The tray takes the focus a moment after it is there. */
async function trayReady(of: Page): Promise<void> {
  await of
    .locator('.red-ui-tray .plantwire-letter-view section, .red-ui-tray #plantwire-bulk-confirm')
    .first()
    .waitFor();
  await of.locator('.red-ui-tray-body :focus').last().waitFor({ state: 'attached' });
}

test('the sidebar opens with a page of ten thousand, by cause, and pages on', async () => {
  await appliance.inject('door', [
    { p: 'payload', v: JSON.stringify(consumption(orders[0] ?? '', 'B9', 1)), vt: 'json' },
  ]);
  await until(
    'the poison message is refused',
    async () => {
      const { body } = await appliance.health();
      return (body as { deadLetters: { open: number } }).deadLetters.open === OLD + 1;
    },
    60_000,
  );
  await showSidebar(page);
  expect(await rows().count()).toBe(100);
  expect(await page.locator('.plantwire-count').innerText()).toBe('100 of 10000+');
  expect(await page.locator('.plantwire-cause').allInnerTexts()).toEqual([
    'Order unknown in Odoo (9996)',
    'Code leads to no record (4)',
    'Lot unknown in Odoo (1)',
  ]);
  await picture('dead-letters-list');
  await page.locator('#plantwire-letters-more').click();
  await until('the second page is there', async () => (await rows().count()) === 200, 30_000);
});

test('it is narrowed by flow, age and cause, with the keyboard alone', async () => {
  await page.selectOption('#plantwire-letters-age', '1');
  await page.locator('.plantwire-count', { hasText: 'Nothing is waiting' }).waitFor();
  await page.selectOption('#plantwire-letters-age', '');
  await page.selectOption('#plantwire-letters-flow', 'Line 9');
  await until('one flow is shown', async () => (await rows().count()) === 4, 30_000);
  await page.selectOption('#plantwire-letters-flow', '');
  await page.locator('[data-cause="lot-unknown"]').focus();
  await page.keyboard.press('Enter');
  await until('one cause is shown', async () => (await rows().count()) === 1, 30_000);
  expect(await rows().innerText()).toContain(orders[0]);
  expect(await rows().innerText()).toContain('holds its order');
});

test('the letter says in plain words what happened and what to do', async () => {
  await rows().first().focus();
  await page.keyboard.press('Enter');
  await page.locator('#plantwire-letter-event').waitFor();
  await trayReady(page);
  const text = await page.locator('.plantwire-letter-view').innerText();
  for (const words of [
    'Lot unknown in Odoo',
    'consume 2.5 KGM of RM-20',
    'Odoo does not know this lot',
    'Receive the lot in Odoo or correct the lot number, then replay.',
    'Consumption of press 1',
    'Shift lead press 1',
    orders[0] ?? '',
    'odoo write: lot-unknown',
  ]) {
    expect(text).toContain(words);
  }
  expect(text).toMatch(/Versions\s+map \S+, site pack demo-plant \S+, flow \S+/);
});

test('as it is, it would be refused again: Odoo is asked, and says why', async () => {
  await page.locator('#plantwire-letter-check').click();
  await result().locator('.plantwire-bad', { hasText: 'Odoo does not know this lot' }).waitFor();
  await page.locator('#plantwire-letter-replay').click();
  await result().locator('.plantwire-bad', { hasText: 'Give a reason first' }).waitFor();
});

test('corrected, with a reason and a confirmation, it goes out again and is posted', async () => {
  const field = page.locator('#plantwire-letter-event');
  await field.fill((await field.inputValue()).replace('"B9"', '"RM20-A"'));
  expect(await page.locator('#plantwire-letter-event-changes').innerText()).toBe('data.lot.lotId: "B9" → "RM20-A"');
  await page.locator('#plantwire-letter-reason').fill('label of the neighbouring pallet');
  await page.locator('#plantwire-letter-replay').click();
  await result().locator('.plantwire-good', { hasText: 'nothing speaks against it' }).waitFor();
  expect(await page.locator(':focus').getAttribute('id')).toBe('plantwire-letter-confirm');
  await page.locator('#plantwire-letter-confirm').scrollIntoViewIfNeeded();
  await picture('dead-letters-correct');
  await page.keyboard.press('Enter');
  await page.locator('.plantwire-letter-view .plantwire-good', { hasText: 'is on its way again' }).waitFor();
  const audit = await page.locator('.plantwire-audit').innerText();
  expect(audit).toContain('not logged in: corrected and replayed it – label of the neighbouring pallet');
  expect(audit).toContain('data.lot.lotId: "B9" → "RM20-A"');
  await until(
    'Odoo read it back',
    async () => /applied_total\{[^}]*material\.consumed[^}]*\} 1\b/.test(await appliance.metrics()),
    60_000,
  );
  await picture('dead-letters-audit');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
  await page.locator('.plantwire-count', { hasText: 'Nothing is waiting' }).waitFor();
});

test('all of one cause go out at once, save the one that is not right any more', async () => {
  await page.locator('[data-cause="lot-unknown"]').waitFor({ state: 'detached' });
  await page.locator('[data-cause="unmapped"]').click();
  await page.locator('[data-bulk="unmapped"]').click();
  await trayReady(page);
  await page.locator('#plantwire-bulk-reason').fill('the code is in the site pack now');
  await page.locator('#plantwire-bulk-confirm').click();
  const said = page.locator('#plantwire-bulk-result .plantwire-notice');
  await said.waitFor();
  expect(await said.innerText()).toContain('On their way again: 3. Left here: 1.');
  expect(await said.innerText()).toContain('NO/ORDER: no order of this name exists');
  await picture('dead-letters-bulk');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
  await until(
    'all three are posted',
    async () => /applied_total\{[^}]*material\.consumed[^}]*\} 4\b/.test(await appliance.metrics()),
    60_000,
  );
  expect(editor.errors).toEqual([]);
});

test('in German and in the dark it reads as well, and a discard keeps its reason', async () => {
  const german = await openEditor(browser, appliance.url, { locale: 'de', theme: 'dark' });
  await showSidebar(german.page);
  await german.page.selectOption('#plantwire-letters-flow', 'Line 9');
  await until('one letter is left', async () => (await rows(german.page).count()) === 1, 30_000);
  await rows(german.page).first().click();
  await german.page.locator('#plantwire-letter-event').waitFor();
  await trayReady(german.page);
  const view = german.page.locator('.plantwire-letter-view');
  expect(await view.innerText()).toContain('Code führt zu keinem Datensatz');
  expect(await view.innerText()).toContain('Die Zuordnung im Standortpaket oder den Datensatz in Odoo ergänzen');
  await picture('dead-letters-de-dark', german.page);
  await german.page.locator('#plantwire-letter-reason').fill('gab es nie');
  await german.page.locator('#plantwire-letter-discard').click();
  await german.page.locator('#plantwire-letter-confirm', { hasText: 'Ja, verwerfen' }).click();
  await view.locator('.plantwire-good', { hasText: 'ist verworfen' }).waitFor();
  expect(await german.page.locator('.plantwire-audit').innerText()).toContain('hat sie verworfen – gab es nie');
  expect(german.errors).toEqual([]);
  await german.close();
});
