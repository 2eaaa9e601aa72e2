/** A legacy system that reports movements: a file, then its checksum; the second file repeats a row of the first. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOODS } from '../senders/ground.ts';
import type { Sender } from '../senders/sender.ts';

export interface LegacyOptions {
  /** The data folder of the appliance. */
  readonly folder: string;
  readonly run: string;
  readonly files: number;
  readonly pauseMs: number;
}

const HEADING = 'Move;Material;Lot;Quantity;Unit;From;To;Time';

/** Two good rows and one of a material that nobody knows; later files begin with a row of the first again. */
export function movesOf(run: string, file: number, nowMs: number): string {
  const { material, lot } = GOODS.shipped;
  const time = new Date(nowMs).toISOString();
  const row = (number: string, code: string, quantity: string): string =>
    [`${run}-${number}`, code, lot, quantity, 'C62', 'STOCK', 'STAGE-1', time].join(';');
  const known = file === 1 ? [] : [row('1-1', material, '4')];
  const rows = [row(`${file}-1`, material, '4'), row(`${file}-2`, material, '2'), row(`${file}-3`, 'FG-9999', '1')];
  return [HEADING, ...known, ...rows].map((line) => `${line}\r\n`).join('');
}

/** The next file comes when the last one was fetched, so that nothing piles up while nobody listens. */
export function startLegacy({ folder, run, files, pauseMs }: LegacyOptions): Sender {
  const inbox = join(folder, 'legacy-in');
  const startedMs = Date.now();
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  let end: (sent: { sent: number; refused: number }) => void = () => undefined;
  const done = new Promise<{ sent: number; refused: number }>((resolve) => {
    end = resolve;
  });
  const nameOf = (file: number): string => `moves-${run}-${file}.csv`;
  const drop = (file: number): void => {
    mkdirSync(inbox, { recursive: true });
    // One time for all rows: a row that is repeated is the same row.
    const [name, text] = [nameOf(file), movesOf(run, file, startedMs)];
    writeFileSync(join(inbox, `.${name}.part`), text);
    renameSync(join(inbox, `.${name}.part`), join(inbox, name));
    const sum = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(inbox, `${name}.sha256`), `${sum}  ${name}\n`);
  };
  const next = (): void => {
    if (sent === files) {
      end({ sent, refused: 0 });
      return;
    }
    const isFetched = sent === 0 || !existsSync(join(inbox, nameOf(sent)));
    if (isFetched) {
      sent += 1;
      drop(sent);
    }
    timer = setTimeout(next, pauseMs);
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
