/** Drives the Node-RED editor in Chromium as a person would: palette, forms, help, import, deploy. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';

const CANDIDATES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
export const browserPath = (): string | undefined => CANDIDATES.find((path) => path !== undefined && existsSync(path));

export async function launch(): Promise<Browser> {
  const executablePath = browserPath();
  if (!executablePath) throw new Error('Chromium is missing: apt-get install -y --no-install-recommends chromium');
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const sandbox = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath, args: [...sandbox, ...quiet] });
}

export interface EditorPage {
  readonly page: Page;
  /** Script errors and failed requests since the page opened. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export interface Look {
  readonly locale: 'en-US' | 'de';
  readonly theme: 'light' | 'dark';
}

export async function openEditor(browser: Browser, url: string, look: Look): Promise<EditorPage> {
  const context = await browser.newContext({ locale: look.locale, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  // Two browsers and two Node-REDs may share two cores; a wait that is long enough costs nothing when all is well.
  page.setDefaultTimeout(30_000);
  page.setDefaultNavigationTimeout(60_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('requestfailed', (request) => errors.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  });
  // A choice of the person, not of the server; read before the editor draws anything.
  await page.addInitScript((theme) => localStorage.setItem('view-dark-theme', theme), look.theme);
  await withoutTips(page);
  await page.goto(url);
  await page.waitForSelector('.red-ui-palette-node[data-palette-type="inject"]', {
    state: 'attached',
    timeout: 60_000,
  });
  await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden', timeout: 60_000 });
  return { page, errors, close: () => context.close() };
}

/**
 * Node-RED writes a tip of the day one second after it has read the person's settings, whether its sidebar is there by then
 * or not: on a crowded machine that is a script error of its own. A person may switch tips off, as is done here.
 */
async function withoutTips(page: Page): Promise<void> {
  await page.route('**/settings/user*', async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch();
    const given = z.looseObject({ editor: z.looseObject({ view: z.looseObject({}).optional() }).optional() });
    const settings = given.parse(await answer.json());
    const view = { ...settings.editor?.view, 'view-show-tips': false };
    return route.fulfill({ response: answer, json: { ...settings, editor: { ...settings.editor, view } } });
  });
}

/** The part of the editor's own API that a test uses where a mouse would prove nothing more. */
interface Editor {
  readonly editor: {
    edit(node: unknown): void;
    editConfig(name: string, type: string, id: string): void;
  };
  readonly nodes: {
    filterNodes(filter: { type: string }): readonly unknown[];
    node(id: string): Readonly<Record<string, unknown>>;
    eachNode(visit: (node: Readonly<Record<string, unknown>>) => boolean): void;
    eachConfig(visit: (node: { readonly type: string; readonly id: string }) => boolean): void;
    import(nodes: readonly object[], options?: object): unknown;
    dirty(): boolean;
    dirty(value: boolean): void;
  };
  readonly sidebar: { readonly help: { show(type: string): void } };
  readonly workspaces: { active(): string };
  readonly actions: { invoke(action: string): void };
}
interface EditorWindow {
  readonly RED: Editor;
}

/**
 * A tray that slides in puts the focus into its first field a moment later: who types before that types elsewhere.
 */
export async function trayOpened(page: Page): Promise<void> {
  await page.locator('.red-ui-tray .plantwire-form').last().waitFor();
  await page.locator('.red-ui-tray-body :focus').last().waitFor({ state: 'attached' });
}

/** Opens the form of a dragged node; the tray is ready when this returns. */
export async function openForm(page: Page, type: string): Promise<void> {
  await page.evaluate((wanted) => {
    const { RED } = globalThis as unknown as EditorWindow;
    RED.editor.edit(RED.nodes.filterNodes({ type: wanted }).at(-1));
  }, type);
  await trayOpened(page);
}

export async function openConfigForm(page: Page, type: string): Promise<void> {
  await page.evaluate((wanted) => {
    (globalThis as unknown as EditorWindow).RED.editor.editConfig('', wanted, '_ADD_');
  }, type);
  await trayOpened(page);
}

/** Puts a node as it stands in a file into the open flow. */
export async function place(page: Page, node: Readonly<Record<string, unknown>>): Promise<void> {
  await page.evaluate((saved) => {
    const { RED } = globalThis as unknown as EditorWindow;
    RED.nodes.import([{ x: 300, y: 500, wires: [[], []], z: RED.workspaces.active(), ...saved }]);
  }, node);
}

/** What the editor holds of a node. */
export const propertiesOf = (page: Page, id: string): Promise<Readonly<Record<string, unknown>>> =>
  page.evaluate((wanted) => {
    const { awaitRule, awaitUses, uses, configVersion, valid } = (globalThis as unknown as EditorWindow).RED.nodes.node(
      wanted,
    );
    return { awaitRule, awaitUses, uses, configVersion, valid };
  }, id);

export async function cancelForm(page: Page): Promise<void> {
  await page.locator('#node-dialog-cancel, #node-config-dialog-cancel').last().click();
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
}

/** Text of a node's help page as the help sidebar shows it. */
export async function helpOf(page: Page, type: string): Promise<string> {
  await page.evaluate((wanted) => {
    const { RED } = globalThis as unknown as EditorWindow;
    RED.actions.invoke('core:show-help-tab');
    RED.sidebar.help.show(wanted);
  }, type);
  const help = page.locator('.red-ui-help').last();
  await help.waitFor({ state: 'visible' });
  return help.innerText();
}

export async function drag(page: Page, type: string, x: number, y: number): Promise<void> {
  await page.dragAndDrop(`.red-ui-palette-node[data-palette-type="${type}"]`, '#red-ui-workspace-chart', {
    targetPosition: { x, y },
  });
}

/** Presses Deploy, answers the question about invalid nodes with yes, and waits for the runtime. */
export async function deploy(page: Page): Promise<void> {
  const answer = page.waitForResponse(
    (response) => response.url().endsWith('/flows') && response.request().method() === 'POST',
  );
  await page.click('#red-ui-header-button-deploy');
  const confirm = page.locator('.red-ui-notification button.primary');
  await Promise.race([
    answer,
    confirm
      .waitFor({ timeout: 8_000 })
      .then(() => confirm.click())
      .catch(() => undefined),
  ]);
  const status = (await answer).status();
  if (status >= 400) throw new Error(`deploy answered ${status}`);
}

/** Imports a template from Examples as a person does; what it shares with others that are there stays as it is. */
export async function importExample(page: Page, folder: string, file: string, tab: string): Promise<void> {
  await page.evaluate(() => {
    (globalThis as unknown as EditorWindow).RED.actions.invoke('core:show-examples-import-dialog');
  });
  const tree = page.locator('#red-ui-clipboard-dialog .red-ui-treeList-label');
  for (const name of ['@plantwire/node-red-odoo', folder, file])
    await tree
      .filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
      .first()
      .click();
  await page.click('#red-ui-clipboard-dialog-ok');
  const imported = page.locator('.red-ui-tab', { hasText: tab }).first();
  const copy = page.locator('.red-ui-notification button', { hasText: 'Import copy' });
  await copy.or(imported).first().waitFor();
  if (await copy.isVisible()) await copy.click();
  await imported.click();
}

/** Opens the form of the configuration node of a type. */
export async function editConfig(page: Page, type: string): Promise<void> {
  await page.evaluate((wanted) => {
    const { RED } = globalThis as unknown as EditorWindow;
    RED.nodes.eachConfig((node) => {
      if (node.type === wanted) RED.editor.editConfig('', wanted, node.id);
      return true;
    });
  }, type);
  await trayOpened(page);
}

/** In the form of the site pack: types the beginning of a name and takes what the editor offers. */
export async function choosePack(page: Page, pack: string): Promise<void> {
  await editConfig(page, 'plantwire-site-pack');
  await page.locator('#node-config-input-pack').pressSequentially(pack.slice(0, 4), { delay: 60 });
  await page
    .locator('.red-ui-autoComplete-container, .red-ui-menu-dropdown:visible')
    .locator('a', { hasText: pack })
    .first()
    .click();
  await update(page);
}

export async function update(page: Page): Promise<void> {
  await page.locator('#node-config-dialog-ok').last().click();
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
}

/** Nodes that the editor marks as not properly configured, with the fields. */
export const unfinished = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { nodes } = (globalThis as unknown as EditorWindow).RED;
    const found: string[] = [];
    nodes.eachNode(({ name, valid, validationErrors }) => {
      if (valid === false) found.push(`${String(name)}: ${JSON.stringify(validationErrors)}`);
      return true;
    });
    return found;
  });
