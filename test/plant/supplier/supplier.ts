/** A supplier that drops its messages into folders, each whole and once, and goes on after a restart. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Sender } from '../senders/sender.ts';
import { type Document, roundOf } from './round.ts';

export interface SupplierOptions {
  /** The data folder of the appliance. */
  readonly folder: string;
  readonly orders: readonly string[];
  readonly perSecond: number;
}

/** Names of what was sent: a file that was fetched must not come again after a restart. */
const LEDGER = 'suppliers/.sent';

export function startSupplier({ folder, orders, perSecond }: SupplierOptions): Sender {
  const ledger = join(folder, LEDGER);
  mkdirSync(dirname(ledger), { recursive: true });
  const before = new Set(existsSync(ledger) ? readFileSync(ledger, 'utf8').split('\n') : []);
  const waiting = roundOf(orders, Date.now()).filter(({ path }) => !before.has(path));
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  let end: (result: { sent: number; refused: number }) => void = () => undefined;
  const done = new Promise<{ sent: number; refused: number }>((resolve) => {
    end = resolve;
  });
  const next = (): void => {
    const document = waiting[sent];
    if (!document) {
      end({ sent, refused: 0 });
      return;
    }
    // Goods are at the dock after their advice was taken, however late somebody begins to take them.
    if (document.path.startsWith('dock/') && waiting.slice(0, sent).some(({ path }) => liesAt(folder, path))) {
      timer = setTimeout(next, 1_000 / perSecond);
      return;
    }
    drop(folder, document);
    appendFileSync(ledger, `${document.path}\n`);
    sent += 1;
    timer = setTimeout(next, 1_000 / perSecond);
  };
  timer = setTimeout(next, 0);
  return {
    done,
    async stop() {
      clearTimeout(timer);
      end({ sent, refused: 0 });
    },
  };
}

const liesAt = (folder: string, path: string): boolean =>
  path.startsWith('suppliers/in/') && existsSync(join(folder, path));

function drop(folder: string, { path, text }: Document): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const part = join(dirname(file), `.${basename(file)}.part`);
  writeFileSync(part, text);
  renameSync(part, file);
}
