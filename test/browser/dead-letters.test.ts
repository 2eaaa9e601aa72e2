/**
 * A poison message arrives while ten thousand others wait: an engineer opens the sidebar, understands, corrects, replays and
 * sees it posted; then all of one cause at once; then decisions and unknown codes that wait beside them; then the same in German and in the dark. `PLANTWIRE_SCREENSHOTS=1` takes
 * the pictures anew.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Appliance, startAppliance } from '../support/appliance.ts';
import { type RunningPlant, startPlant } from '../support/plant.ts';
import { until } from '../support/time.ts';
import { crosswalkStory } from './crosswalk-story.ts';
import { consumption, FLOW, fillJournal, OLD, ordersOf, proposal } from './dead-letters-plant.ts';
import { type EditorPage, launch, openEditor } from './editor.ts';
import { invoke, trayReady } from './tabs.ts';

jest.setTimeout(300_000);

const PICTURES = join(__dirname, 'screenshots');
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
  await fillJournal(join(userDir, 'plantwire.sqlite'), orders);
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

async function picture(name: string, of: Page = page): Promise<void> {
  if (process.env['PLANTWIRE_SCREENSHOTS'] !== '1') return;
  mkdirSync(PICTURES, { recursive: true });
  await of.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const rows = (of: Page = page) => of.locator('.plantwire-letter[data-letter]');
const questions = (of: Page = page) => of.locator('.plantwire-letter[data-review]');
const result = (of: Page = page) => of.locator('#plantwire-letter-result');

async function showSidebar(of: Page): Promise<void> {
  await invoke(of, 'plantwire:show-dead-letters');
  await rows(of).first().waitFor();
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
  // Rows take their height while one scrolls; a mouse may let go beside what it pressed.
  await page.locator('#plantwire-letters-more').press('Enter');
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
  // A row has its text when it is painted, a frame after it is there.
  await rows()
    .filter({ hasText: orders[0] ?? '-' })
    .filter({ hasText: 'holds its order' })
    .waitFor();
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

test('decisions wait beside them: empty at first, then decided with a reason, by the keyboard', async () => {
  const count = page.locator('#plantwire-reviews-count');
  await invoke(page, 'plantwire:show-decisions');
  await count.filter({ hasText: 'Nothing waits for a decision' }).waitFor();
  for (const number of [10, 11, 12]) {
    await appliance.inject('proposals', [{ p: 'payload', v: JSON.stringify(proposal(number)), vt: 'json' }]);
  }
  await until(
    'three wait',
    async () => {
      const { reviews } = (await (await appliance.fetch('/plantwire/reviews')).json()) as { reviews: unknown[] };
      return reviews.length === 3;
    },
    30_000,
  );
  await page.locator('.plantwire-sidebar:visible button', { hasText: 'Reload' }).press('Enter');
  await count.filter({ hasText: 'To decide: 3.' }).waitFor();
  await questions().filter({ hasText: 'RM-10' }).press('Enter');
  await trayReady(page);
  const text = await page.locator('.plantwire-review-view').innerText();
  for (const words of [
    'Adjust the stock?',
    'A-01',
    '-3 C62',
    'counted 7, book 10',
    'Decide by',
    'Consumption of press 1',
  ]) {
    expect(text).toContain(words);
  }
  await page.locator('[data-choice="approve"]').press('Enter');
  await page.locator('#plantwire-review-result', { hasText: 'Give a reason first' }).waitFor();
  expect(await page.locator(':focus').getAttribute('id')).toBe('plantwire-review-reason');
  await page.keyboard.type('counted again');
  await picture('decisions');
  await page.locator('[data-choice="approve"]').press('Enter');
  await page.locator('.plantwire-review-view .plantwire-good', { hasText: 'Approved' }).waitFor();
  await page.keyboard.press('Escape');
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
  await count.filter({ hasText: 'To decide: 2.' }).waitFor();
  expect(editor.errors).toEqual([]);
});

test('it is seen who agreed already; who lacks the right, or comes second, is told so', async () => {
  await page.route('**/plantwire/reviews?*', async (route) => {
    const response = await route.fetch();
    const { reviews } = (await response.json()) as { reviews: readonly object[] };
    const votes = [{ actor: 'anna', choice: 'approve', reason: 'seen it' }];
    await route.fulfill({
      response,
      json: { reviews: reviews.map((one) => ({ ...one, twoPersons: true, isLate: true, votes })) },
    });
  });
  await page.locator('.plantwire-sidebar:visible button', { hasText: 'Reload' }).click();
  await page.locator('#plantwire-reviews-count', { hasText: 'Late: 2.' }).waitFor();
  await questions().first().filter({ hasText: 'a second person has to decide' }).waitFor();
  await questions().filter({ hasText: 'RM-11' }).press('Enter');
  await trayReady(page);
  expect(await page.locator('.plantwire-votes').innerText()).toBe('anna: Approve – seen it');
  await page.unroute('**/plantwire/reviews?*');
  await page.locator('#plantwire-review-reason').fill('too late');
  await page.route('**/plantwire/reviews/decide', (route) => route.fulfill({ status: 401, body: 'Unauthorized' }));
  await page.locator('[data-choice="recount"]').click();
  await page.locator('#plantwire-review-result .plantwire-bad', { hasText: 'plantwire.write' }).waitFor();
  await page.unroute('**/plantwire/reviews/decide');
  const body = JSON.stringify({ desk: 'ask', id: proposal(11).idempotencykey, choice: 'decline', reason: 'broken' });
  const headers = { 'content-type': 'application/json' };
  const quicker = await appliance.fetch('/plantwire/reviews/decide', { method: 'POST', headers, body });
  expect(await quicker.json()).toEqual({ text: 'declined' });
  await page.locator('[data-choice="approve"]').click();
  await page.locator('.plantwire-review-view .plantwire-warn', { hasText: 'Somebody was quicker' }).waitFor();
  expect(await page.locator('[data-choice]').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
});

crosswalkStory(() => ({ page, appliance, orders, picture }));

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
  await german.page.keyboard.press('Escape');
  await german.page.waitForSelector('.red-ui-tray', { state: 'detached' });
  await invoke(german.page, 'plantwire:show-decisions');
  await questions(german.page).click();
  await trayReady(german.page);
  await german.page.locator('[data-choice="decline"]', { hasText: 'Ablehnen' }).waitFor();
  await picture('decisions-de-dark', german.page);
  await german.page.keyboard.press('Escape');
  await german.page.waitForSelector('.red-ui-tray', { state: 'detached' });
  await invoke(german.page, 'plantwire:show-crosswalk');
  await german.page.locator('[data-row="2"]', { hasText: 'freigegeben' }).click();
  await trayReady(german.page);
  await german.page.locator('[data-move="retire"]', { hasText: 'Zurückziehen' }).waitFor();
  await picture('crosswalk-de-dark', german.page);
  expect(german.errors).toEqual([]);
  await german.close();
});
