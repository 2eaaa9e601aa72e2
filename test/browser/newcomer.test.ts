/**
 * A newcomer: starts the appliance with a simulated plant and no template, imports four of them one after the other, chooses
 * the example site pack, deploys, and sees in Odoo what their pages promise. Nothing is entered but what those pages say.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Appliance, freePort, startAppliance } from '../support/appliance.ts';
import { type Box, startBox } from '../support/box.ts';
import { until } from '../support/time.ts';
import { choosePack, deploy, type EditorPage, importExample, launch, openEditor, unfinished } from './editor.ts';

jest.setTimeout(300_000);

let folder: string;
let box: Box;
let appliance: Appliance;
let browser: Browser;
let editor: EditorPage;
let page: Page;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-newcomer-'));
  const port = await freePort();
  box = await startBox(folder, port);
  appliance = await startAppliance({ userDir: folder, port, env: box.variables });
  browser = await launch();
  editor = await openEditor(browser, appliance.url, { locale: 'en-US', theme: 'light' });
  page = editor.page;
});
afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
  await box?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** How many records of a model Odoo has. */
async function countOf(model: string, domain: readonly unknown[]): Promise<number> {
  const answer = await fetch(`${box.variables['ODOO_URL']}/json/2/${model}/search_count`, {
    method: 'POST',
    headers: { authorization: `bearer ${box.variables['ODOO_API_KEY']}`, 'content-type': 'application/json' },
    body: JSON.stringify({ domain }),
  });
  const counted: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(counted));
  return Number(counted);
}

const comes = (what: string, model: string, domain: readonly unknown[]): Promise<unknown> =>
  until(what, async () => (await countOf(model, domain)) > 0, 120_000);

const open = (tab: string): Promise<void> => page.locator('.red-ui-tab', { hasText: tab }).first().click();
/** A node that has nothing to do any more is grey and still says what it did last. */
const says = (node: string, text: RegExp): Promise<void> =>
  page
    .locator('.red-ui-flow-node-group', { hasText: node })
    .locator('.red-ui-flow-node-status-label', { hasText: text })
    .first()
    .waitFor({ timeout: 120_000 });
const green = (node: string): Promise<void> =>
  page
    .locator('.red-ui-flow-node-group', { hasText: node })
    .locator('.red-ui-flow-node-status-dot-green')
    .first()
    .waitFor({ timeout: 120_000 });
const nothingRed = (): Promise<void> =>
  page
    .locator('.red-ui-flow-node-status-ring-red, .red-ui-flow-node-status-dot-red')
    .first()
    .waitFor({ state: 'detached' });

test('four templates are imported, share what they have in common, and use the example site pack', async () => {
  await importExample(page, 'Production', '01 - Order release', 'T-01 Order release');
  await choosePack(page, 'demo-plant');
  await importExample(page, 'Quality', '10 - Hold and release', 'T-10 Hold and release');
  await importExample(page, 'Maintenance', '11 - Maintenance', 'T-11 Maintenance');
  await importExample(page, 'Procurement', '18 - ASN and receipt', 'T-18 ASN and receipt');
  expect(await unfinished(page)).toEqual([]);
  await deploy(page);
  const flows = (await (await appliance.fetch('/flows')).json()) as readonly { type: string; pack?: string }[];
  for (const type of ['journal', 'odoo-connection', 'site-pack'])
    expect(flows.filter((node) => node.type === `plantwire-${type}`)).toHaveLength(1);
  expect(flows.find(({ pack }) => pack !== undefined)?.pack).toBe('demo-plant');
});

test('T-01: the MES has the orders, and its answers are notes on them', async () => {
  await comes('a note of the MES', 'mail.message', [
    ['model', '=', 'mrp.production'],
    ['body', 'ilike', 'accepted'],
  ]);
  await open('T-01 Order release');
  await green('To the MES');
  await says('Note on the order', /posted|already/);
  await nothingRed();
});

test('T-10: a lot on hold lies in quarantine', async () => {
  await comes('a move into quarantine', 'stock.move.line', [
    ['lot_id.name', '=', 'HD-0001'],
    ['location_dest_id.complete_name', '=', 'WH/Quarantine'],
    ['state', '=', 'done'],
  ]);
  await open('T-10 Hold and release');
  await green('Decisions of quality');
  await nothingRed();
});

test('T-11: alarms are maintenance requests', async () => {
  await comes('a maintenance request', 'maintenance.request', [['equipment_id.serial_no', 'like', 'PA-00']]);
  await open('T-11 Maintenance');
  await says('Event filter', /requests/);
  await green('Alarms and meters');
  await nothingRed();
});

test('T-18: goods that were announced are received', async () => {
  await comes('received goods', 'purchase.order.line', [['qty_received', '>', 0]]);
  await open('T-18 ASN and receipt');
  await says('Post and read back', /posted/);
  await nothingRed();
  expect(editor.errors).toEqual([]);
});
