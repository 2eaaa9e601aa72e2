/** What a person enters is what is deployed: lists, tables, variables, secrets; and buttons answer in words. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { type Appliance, startAppliance } from '../support/appliance.ts';
import { deploy, drag, type EditorPage, launch, openConfigForm, openEditor, openForm } from './editor.ts';

jest.setTimeout(120_000);

let appliance: Appliance;
let browser: Browser;
let editor: EditorPage;
let page: Page;
let proxy: Server;
beforeAll(async () => {
  appliance = await startAppliance();
  browser = await launch();
  editor = await openEditor(browser, appliance.url, { locale: 'en-US', theme: 'light' });
  page = editor.page;
  // A proxy in front of Odoo that is up while Odoo is not: the answer people see most when something is wrong.
  proxy = createServer((_request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>Bad Gateway</h1></html>');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  proxy?.close();
  await browser?.close();
  await appliance?.kill();
});

const saved = async (type: string): Promise<Record<string, unknown> | undefined> => {
  const flows = (await (await appliance.fetch('/flows')).json()) as Record<string, unknown>[];
  return flows.find((node) => node['type'] === type);
};
const done = async (): Promise<void> => {
  await page.locator('#node-dialog-ok, #node-config-dialog-ok').last().click();
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
};

test('a list keeps its order, and a picker adds what is known', async () => {
  await drag(page, 'plantwire-schema-validator', 300, 120);
  await openForm(page, 'plantwire-schema-validator');
  await page.selectOption('#node-input-accepts', 'list');
  await page.locator('.plantwire-list .red-ui-editableList-addButton').click();
  await page.locator('.plantwire-list-value').last().fill('material.consumed');
  await page.keyboard.press('Escape');
  await page.locator('#plantwire-panel-types button').click();
  const choice = page.locator('.plantwire-choices label', { hasText: 'production.output.reported' }).first();
  await choice.locator('input').check();
  await done();
  await deploy(page);
  expect(await saved('plantwire-schema-validator')).toMatchObject({
    accepts: 'list',
    types: ['material.consumed', expect.stringContaining('production.output.reported')],
    configVersion: 1,
  });
});

test('a table has a choice and an input per column; rows without text are dropped', async () => {
  await drag(page, 'plantwire-odoo-read', 300, 240);
  await openForm(page, 'plantwire-odoo-read');
  await page.locator('#node-input-model').fill('mrp.production');
  const add = page.locator('.plantwire-list:has(#plantwire-field-conditions) .red-ui-editableList-addButton');
  await add.click();
  await add.click();
  const first = page.locator('.plantwire-table-row').first();
  await first.locator('[data-column="field"]').fill('state');
  await first.locator('[data-column="operator"]').selectOption('!=');
  await first.locator('[data-column="value"]').fill('done');
  expect(await first.locator('[data-column="source"] option').allInnerTexts()).toContain('Path in msg.payload');
  await done();
  await deploy(page);
  expect(await saved('plantwire-odoo-read')).toMatchObject({
    conditions: [{ field: 'state', operator: '!=', source: 'text', value: 'done' }],
  });
});

test('a variable is saved as a variable, and the button says which part of the connection fails', async () => {
  const { port } = proxy.address() as AddressInfo;
  await openConfigForm(page, 'plantwire-odoo-connection');
  await page.locator('#node-config-input-name').fill('Test Odoo');
  const field = (name: string) =>
    page.locator(`#node-config-input-${name} + .red-ui-typedInput-container input`).first();
  await field('url').fill(`http://127.0.0.1:${port}`);
  await field('db').fill('plant');
  await field('login').fill('edge');
  await page.locator('#node-config-input-apiKey').fill('secret-of-the-test');
  await page.locator('#plantwire-action-test').click();
  const result = page.locator('#plantwire-result-test');
  await result.locator('p', { hasText: 'Does not work' }).waitFor();
  expect(await result.innerText()).not.toContain('secret-of-the-test');
  expect((await result.innerText()).length).toBeGreaterThan(40);
  await page.locator('#node-config-input-db + .red-ui-typedInput-container .red-ui-typedInput-type-select').click();
  await page.locator('.red-ui-typedInput-options:visible a', { hasText: 'env variable' }).click();
  await field('db').fill('ODOO_DB');
  await done();
  await deploy(page);
  const node = await saved('plantwire-odoo-connection');
  expect(node).toMatchObject({ name: 'Test Odoo', url: `http://127.0.0.1:${port}`, db: '${ODOO_DB}', login: 'edge' });
  expect(JSON.stringify(node)).not.toContain('secret-of-the-test');
});

test('a number out of bounds is marked before anybody deploys', async () => {
  await openConfigForm(page, 'plantwire-odoo-connection');
  await page.locator('.red-ui-tray details.plantwire-advanced > summary').click();
  await page.locator('#node-config-input-deadlineSeconds').press('Control+a');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await page.waitForSelector('#node-config-input-deadlineSeconds.input-error');
  await page.locator('#node-config-dialog-cancel').last().click();
});
