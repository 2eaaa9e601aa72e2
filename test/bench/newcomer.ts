/**
 * How long a newcomer needs: from the start of a fresh appliance with its simulated plant until a template, imported in
 * Chromium as its page says, has posted something in Odoo. Each template has an empty folder of its own.
 */
import type { Browser } from 'playwright-core';
import { readTemplates, type Template } from '../../flows/_tools/template.ts';
import { choosePack, deploy, importExample, launch, openEditor } from '../browser/editor.ts';
import { ensureBuilt, freePort, startAppliance } from '../support/appliance.ts';
import { startBox } from '../support/box.ts';
import { answer, inFolder, loadNow, round } from './measure.ts';

const LIMIT_S = 300;
/** Those that the issue names; `--templates` names others. */
const CODES = ['T-01', 'T-10', 'T-11', 'T-18'];
const SHORT = ['T-10'];
/** Later than this it has not worked. */
const PATIENCE_MS = 900_000;

await answer(async ({ short, templates: named }) => {
  const wanted = named ?? (short ? SHORT : CODES);
  ensureBuilt();
  const measured: Record<string, object> = {};
  const browser = await launch();
  for (const template of readTemplates().filter(({ paper }) => wanted.includes(paper.template.code))) {
    const { code } = template.paper.template;
    const seconds = await inFolder((folder) => tried(browser, template, folder));
    const row = { seconds, limitSeconds: LIMIT_S, kept: seconds.posted <= LIMIT_S, ...loadNow() };
    console.error(`[bench] ${code} ${JSON.stringify(row)}`);
    measured[code] = row;
  }
  await browser.close();
  const late = Object.entries(measured).filter(([, row]) => 'kept' in row && row.kept === false);
  if (late.length > 0) throw new Error(`not within ${LIMIT_S} s: ${JSON.stringify(Object.fromEntries(late))}`);
  return measured;
});

/** Seconds since the start: the editor is open, the template is deployed, Odoo has the first fact. */
async function tried(browser: Browser, { paper, flow }: Template, folder: string) {
  const began = performance.now();
  const seconds = (): number => round((performance.now() - began) / 1_000);
  const port = await freePort();
  const box = await startBox(folder, port);
  const appliance = await startAppliance({ userDir: folder, port, env: box.variables });
  const { page, close } = await openEditor(browser, appliance.url, { locale: 'en-US', theme: 'light' });
  try {
    const opened = seconds();
    const { area, code, title } = paper.template;
    await importExample(page, area, `${code.slice(2)} - ${title}`, `${code} ${title}`);
    await choosePack(page, 'demo-plant');
    await deploy(page);
    const deployed = seconds();
    const writers = flow.filter(({ type }) => type === 'plantwire-odoo-write').map(({ name }) => String(name));
    const says = writers.map((name) =>
      page
        .locator('.red-ui-flow-node-group', { hasText: name })
        .locator('.red-ui-flow-node-status-label', { hasText: /posted|already/ })
        .first(),
    );
    await Promise.any(says.map((said) => said.waitFor({ timeout: PATIENCE_MS })));
    return { opened, deployed, posted: seconds() };
  } finally {
    await close();
    await appliance.stop();
    await box.stop();
  }
}
