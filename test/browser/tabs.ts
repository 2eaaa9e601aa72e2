/** The sidebar tabs of the palette, and what opens from them. */
import type { Page } from 'playwright-core';

export const invoke = (of: Page, action: string): Promise<void> =>
  of.evaluate((name) => {
    const { RED } = globalThis as unknown as { RED: { actions: { invoke(action: string): void } } };
    RED.actions.invoke(name);
  }, action);

/** The tray takes the focus a moment after it is there. */
export async function trayReady(of: Page): Promise<void> {
  await of
    .locator('.red-ui-tray .plantwire-letter-view section, .red-ui-tray #plantwire-bulk-confirm')
    .first()
    .waitFor();
  await of.locator('.red-ui-tray-body :focus').last().waitFor({ state: 'attached' });
}
