/** A wide tray of the editor over the canvas: takes the focus, gives it back, closes with Escape. */
import { type Query, query } from './globals.ts';
import { say } from './words.ts';

interface Trays {
  show(options: Record<string, unknown>): void;
  close(done?: () => void): void;
}

const trays = (): Trays => (window as unknown as { RED: { tray: Trays } }).RED.tray;

/** `fill` gets the tray's body; `closed` is called however it was closed. */
export function openTray(title: string, width: number, fill: (body: HTMLElement) => void, closed: () => void): void {
  const before = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') closeTray();
  };
  trays().show({
    title,
    width,
    buttons: [{ id: 'plantwire-letter-close', text: say('close'), click: closeTray }],
    open(tray: Query) {
      const body = tray.get(0)?.querySelector<HTMLElement>('.red-ui-tray-body');
      body?.classList.add('plantwire-tray');
      document.addEventListener('keydown', onKey);
      if (body) fill(body);
    },
    close() {
      document.removeEventListener('keydown', onKey);
      closed();
      query(before ?? document.body)
        .get(0)
        ?.focus();
    },
  });
}

export const closeTray = (): void => trays().close();
