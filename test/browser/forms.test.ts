/** Every node in the real editor: dragged, its form opened, its help read; in both languages and both themes. */
import type { Browser, Page } from 'playwright-core';
import { describeFields } from '../../nodes/src/host/fields.ts';
import { type Appliance, startAppliance } from '../support/appliance.ts';
import { type PaletteNode, palette } from '../support/palette.ts';
import {
  cancelForm,
  drag,
  type EditorPage,
  helpOf,
  type Look,
  launch,
  openConfigForm,
  openEditor,
  openForm,
  place,
  propertiesOf,
} from './editor.ts';

jest.setTimeout(180_000);

let appliance: Appliance;
let browser: Browser;
beforeAll(async () => {
  appliance = await startAppliance();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await appliance?.kill();
});

const LOOKS: readonly Look[] = [
  { locale: 'en-US', theme: 'light' },
  { locale: 'de', theme: 'dark' },
];
/** Smallest contrast of text a person must read, after WCAG 2.2 for large text; the editor's own hints are not better. */
const MIN_CONTRAST = 3;

describe.each(LOOKS.map((look) => [`${look.locale}, ${look.theme}`, look] as const))('%s', (_name, look) => {
  let editor: EditorPage;
  beforeAll(async () => {
    editor = await openEditor(browser, appliance.url, look);
  });
  afterAll(() => editor?.close());
  // A form that failed must not stand in the way of the next one.
  afterEach(async () => {
    if ((await editor.page.locator('.red-ui-tray').count()) > 0) await cancelForm(editor.page);
  });

  test.each(palette().map((node) => [node.folder, node] as const))('%s', async (folder, node) => {
    const { page } = editor;
    const type = `plantwire-${folder}`;
    if (node.definition.role === 'config') await openConfigForm(page, type);
    else {
      await drag(page, type, 500, 300);
      await openForm(page, type);
    }
    expect(await labels(page)).toEqual(titles(node, look));
    expect(await faint(page)).toEqual([]);
    await cancelForm(page);
    const help = await helpOf(page, type);
    const heading = /^### (.+)$/m.exec(node.text(look.locale === 'de' ? 'help.de.md' : 'help.md'))?.[1] ?? 'no heading';
    expect(help).toContain(heading);
    expect(editor.errors).toEqual([]);
  });

  test('what a list may hold is a box each, with a name, worked with the keyboard', async () => {
    const { page } = editor;
    await drag(page, 'plantwire-counter', 700, 300);
    await openForm(page, 'plantwire-counter');
    const group = page.getByRole('group', { name: look.locale === 'de' ? 'Zählt' : 'Counts' });
    const scrap = group.getByRole('checkbox', { name: look.locale === 'de' ? 'Ausschuss' : 'Scrap' });
    expect(await group.getByRole('checkbox').evaluateAll(states)).toEqual([true, false, false, false]);
    await group.getByRole('checkbox').first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await scrap.isChecked()).toBe(true);
    await page.locator('#node-dialog-ok').click();
    await page.waitForSelector('.red-ui-tray', { state: 'detached' });
    await openForm(page, 'plantwire-counter');
    expect(await group.getByRole('checkbox').evaluateAll(states)).toEqual([true, true, false, false]);
    await cancelForm(page);
  });

  test('a node of an earlier version opens upgraded and says so; one of a later version says that it cannot', async () => {
    const { page } = editor;
    const words =
      look.locale === 'de' ? ['Mit Version 1', 'diese Palette kennt'] : ['Saved by version 1', 'this palette knows'];
    const old = {
      id: 'aged',
      type: 'plantwire-counter',
      awaitUses: ['good'],
      uses: ['scrap', 'good'],
      configVersion: 1,
    };
    await place(page, old);
    await openForm(page, 'plantwire-counter');
    const notice = page.locator('.plantwire-notice');
    await notice.filter({ hasText: words[0] ?? '' }).waitFor();
    expect(await page.locator('#node-input-awaitRule').inputValue()).toBe('chosen');
    await cancelForm(page);
    expect(await propertiesOf(page, 'aged')).toMatchObject({ configVersion: 1, awaitUses: ['good'] });
    await openForm(page, 'plantwire-counter');
    await notice.filter({ hasText: words[0] ?? '' }).waitFor();
    await page.locator('#node-dialog-ok').click();
    await page.waitForSelector('.red-ui-tray', { state: 'detached' });
    expect(await propertiesOf(page, 'aged')).toMatchObject({
      ...{ configVersion: 2, awaitRule: 'chosen', awaitUses: ['good'], uses: ['good', 'scrap'] },
    });
    await place(page, { id: 'ahead', type: 'plantwire-counter', uses: ['good'], configVersion: 9 });
    await openForm(page, 'plantwire-counter');
    await notice.filter({ hasText: words[1] ?? '' }).waitFor();
    await page.locator('#node-dialog-ok').click();
    await page.waitForSelector('.red-ui-tray', { state: 'detached' });
    expect(await propertiesOf(page, 'ahead')).toMatchObject({ configVersion: 9, valid: false });
  });
});

const states = (boxes: unknown[]): boolean[] => boxes.map((box) => (box as { checked: boolean }).checked);

/** Titles as definition and translation say them, in the order of the form: plain rows, the reason of buttons that ask for one, folded rows. */
function titles({ definition, text }: PaletteNode, { locale }: Look): readonly string[] {
  const german = JSON.parse(text('locale/de.json')) as { fields: Record<string, { title: string }> };
  const described = describeFields(definition);
  const asksReason = definition.buttons?.some((button) => button.asksReason) ?? false;
  const rows = (isFolded: boolean): string[] =>
    described
      .filter(({ info }) => (info.advanced ?? false) === isFolded)
      .map(({ name, info }) => (locale === 'de' ? (german.fields[name]?.title ?? '') : info.title));
  return [...rows(false), ...(asksReason ? [locale === 'de' ? 'Grund' : 'Reason'] : []), ...rows(true)];
}

async function labels(page: Page): Promise<readonly string[]> {
  const fold = page.locator('.red-ui-tray details.plantwire-advanced > summary');
  if ((await fold.count()) > 0) {
    await fold.press('Enter');
    await page.locator('.red-ui-tray details.plantwire-advanced[open]').waitFor();
  }
  const found = await page.locator('.red-ui-tray .plantwire-form .form-row > label[for]').allInnerTexts();
  // Widgets bring empty labels of their own.
  return found.map((label) => label.trim()).filter((label) => label !== '');
}

/** Texts of the form whose contrast with what lies behind them is too low. */
const faint = (page: Page): Promise<readonly string[]> =>
  page
    .locator('.red-ui-tray .plantwire-form :is(label, .plantwire-hint, summary, button)')
    .evaluateAll((elements, minimum) => {
      type Colour = [number, number, number, number];
      const view = globalThis as unknown as {
        getComputedStyle(of: unknown): { color: string; backgroundColor: string };
      };
      const parse = (text: string): Colour => {
        const parts = (/\(([^)]+)\)/.exec(text)?.[1] ?? '').split(/[\s,/]+/).map(Number);
        return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0, parts[3] ?? 1];
      };
      const luminance = ([red, green, blue]: Colour): number => {
        const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
          part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
        );
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = (element: { parentElement: unknown } | null): Colour => {
        for (let at = element; at; at = at.parentElement as typeof element) {
          const colour = parse(view.getComputedStyle(at).backgroundColor);
          if (colour[3] > 0) return colour;
        }
        return [255, 255, 255, 1];
      };
      return elements.flatMap((element) => {
        const text = (element as unknown as { innerText: string }).innerText.trim();
        const [a, b] = [luminance(parse(view.getComputedStyle(element).color)), luminance(behind(element as never))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return text !== '' && contrast < minimum ? [`${text}: ${contrast.toFixed(1)}`] : [];
      });
    }, MIN_CONTRAST);
