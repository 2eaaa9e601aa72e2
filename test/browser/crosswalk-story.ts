/** The crosswalk beside the dead letters: an unknown code is mapped, rows come and go; played on the appliance of that suite. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Appliance } from '../support/appliance.ts';
import { until } from '../support/time.ts';
import { consumption } from './dead-letters-plant.ts';
import { invoke, trayReady } from './tabs.ts';

interface Scene {
  readonly page: Page;
  readonly appliance: Appliance;
  readonly orders: readonly string[];
  picture(name: string): Promise<void>;
}

const view = (page: Page) => page.locator('.plantwire-crosswalk-view');
async function closed(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.waitForSelector('.red-ui-tray', { state: 'detached' });
}

export function crosswalkStory(get: () => Scene): void {
  test('an unknown code is mapped beside them, by the keyboard; what waited for it goes on by itself', async () => {
    const { page, appliance, orders, picture } = get();
    await invoke(page, 'plantwire:show-crosswalk');
    await page.locator('#plantwire-misses-count:not(:empty)').waitFor();
    const strange = consumption(orders[0] ?? '', 'RM20-A', 2, { materialDefinitionId: 'SHOP-20' });
    await appliance.inject('door', [{ p: 'payload', v: JSON.stringify(strange), vt: 'json' }]);
    await until(
      'the code is missed',
      async () => {
        const { misses } = (await (await appliance.fetch('/plantwire/crosswalk')).json()) as {
          misses: { code: string }[];
        };
        return misses.some(({ code }) => code === 'SHOP-20');
      },
      60_000,
    );
    await page.locator('.plantwire-sidebar:visible').locator('button', { hasText: 'Reload' }).press('Enter');
    await page.locator('[data-miss="SHOP-20"]', { hasText: '1 × seen' }).waitFor();
    await page.locator('[data-miss="SHOP-20"]').press('Enter');
    await trayReady(page);
    await page.locator('#plantwire-crosswalk-targets option[value="RM-20"]').waitFor({ state: 'attached' });
    await page.locator('[data-move="approved"]').press('Enter');
    await page.locator('#plantwire-crosswalk-result', { hasText: 'need a value' }).waitFor();
    expect(await page.locator(':focus').getAttribute('id')).toBe('plantwire-crosswalk-meaning');
    await page.keyboard.type('RM-99');
    await page.locator('[data-move="approved"]').press('Enter');
    await page.locator('#plantwire-crosswalk-result', { hasText: 'Give a reason first' }).waitFor();
    await page.keyboard.type('the shop calls it so');
    await page.locator('[data-move="approved"]').press('Enter');
    await page.locator('#plantwire-crosswalk-result', { hasText: '"RM-99" has no binding' }).waitFor();
    await page.locator('#plantwire-crosswalk-meaning').fill('RM-20');
    await picture('crosswalk-map');
    await page.locator('[data-move="approved"]').press('Enter');
    await view(page).locator('.plantwire-good', { hasText: 'go on by themselves' }).waitFor();
    await closed(page);
    await until(
      'what waited is posted',
      async () => /applied_total\{[^}]*material\.consumed[^}]*\} 5\b/.test(await appliance.metrics()),
      60_000,
    );
    await page.locator('[data-miss="SHOP-20"]').waitFor({ state: 'detached' });
    await page.locator('[data-row="1"]', { hasText: 'SHOP-20 → RM-20' }).waitFor();
  });

  test('rows come from a file, whose bad lines are named, and leave as one; each is ended with a reason that stays', async () => {
    const { page, picture } = get();
    const lines = [
      'domain,system,localCode,canonicalId,validFrom,validTo,status',
      'material,erp,M1,FG-1000,,,',
      'uom,erp,XX,XX,,,',
    ];
    const file = { name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
    await page.locator('#plantwire-crosswalk-import').press('Enter');
    await trayReady(page);
    await page.locator('#plantwire-crosswalk-file').setInputFiles(file);
    await page.locator('#plantwire-crosswalk-check').press('Enter');
    const told = page.locator('#plantwire-crosswalk-result .plantwire-bad');
    await told.filter({ hasText: 'Line 3: uom,erp,XX,XX,,,: "XX" is no Rec 20 unit' }).waitFor();
    await page.locator('#plantwire-crosswalk-reason').fill('list of the ERP');
    await page.locator('#plantwire-crosswalk-bring').press('Enter');
    await told.filter({ hasText: 'Nothing was imported' }).waitFor();
    await page.locator('#plantwire-crosswalk-partly').check();
    await picture('crosswalk-import');
    await page.locator('#plantwire-crosswalk-bring').press('Enter');
    await told.filter({ hasText: 'Imported rows: 1.' }).waitFor();
    await closed(page);
    await page.selectOption('#plantwire-crosswalk-status', 'proposed');
    await page.locator('#plantwire-crosswalk-count', { hasText: 'Found: 1.' }).waitFor();
    await page.locator('[data-row="2"]').press('Enter');
    await trayReady(page);
    await page.locator('#plantwire-crosswalk-reason').fill('checked');
    await page.route('**/plantwire/crosswalk/rows/2/approve*', (route) =>
      route.fulfill({ status: 401, body: 'Unauthorized' }),
    );
    await page.locator('[data-move="approve"]').press('Enter');
    await page.locator('#plantwire-crosswalk-result', { hasText: 'plantwire.write' }).waitFor();
    await page.unroute('**/plantwire/crosswalk/rows/2/approve*');
    await page.locator('[data-move="approve"]').press('Enter');
    await view(page).locator('.plantwire-good', { hasText: 'Approved' }).waitFor();
    await closed(page);
    await page.selectOption('#plantwire-crosswalk-status', '');
    await page.locator('#plantwire-crosswalk-words').fill('erp');
    await page.locator('#plantwire-crosswalk-count', { hasText: 'Found: 1.' }).waitFor();
    await page.locator('[data-row="2"]', { hasText: 'approved' }).press('Enter');
    await trayReady(page);
    await page.locator('#plantwire-crosswalk-last').fill('2027-12-31');
    await page.locator('#plantwire-crosswalk-reason').fill('new ERP by then');
    await page.locator('[data-move="end"]').press('Enter');
    await view(page).locator('.plantwire-good', { hasText: 'It ends on that day' }).waitFor();
    await closed(page);
    const download = page.waitForEvent('download');
    await page.locator('#plantwire-crosswalk-export').press('Enter');
    expect(readFileSync(await (await download).path(), 'utf8')).toContain(
      'material,erp,M1,FG-1000,,2027-12-31,approved',
    );
    await page.locator('#plantwire-crosswalk-history').press('Enter');
    await page.locator('.plantwire-audit', { hasText: 'not logged in – new ERP by then' }).waitFor();
    await closed(page);
  });
}
