/** A legacy system that drops CSV files: written beside, renamed into place, with a checksum file when one is wanted. */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fact, type FactOptions, stream } from '../senders/facts.ts';
import type { Sender } from '../senders/sender.ts';

export interface DropperOptions extends FactOptions {
  readonly folder: string;
  readonly rowsPerFile: number;
  readonly manifest: boolean;
}

const HEADING = 'Transaction;Order;Material;Quantity;Time';

export function startDropper(options: DropperOptions): Sender {
  const { folder, rowsPerFile, manifest, material, run } = options;
  mkdirSync(folder, { recursive: true });
  let isStopped = false;
  let files = 0;
  let rows: string[] = [];

  const drop = (): void => {
    if (rows.length === 0) return;
    files += 1;
    const name = `${run}-${String(files).padStart(5, '0')}.csv`;
    const text = `${[HEADING, ...rows].join('\r\n')}\r\n`;
    rows = [];
    writeFileSync(join(folder, `.${name}.part`), text);
    if (manifest) {
      const sum = createHash('sha256').update(text).digest('hex');
      writeFileSync(join(folder, `${name}.sha256`), `${sum}  ${name}\n`);
    }
    renameSync(join(folder, `.${name}.part`), join(folder, name));
  };
  const send = async (fact: Fact): Promise<void> => {
    const fields = [fact.transactionId, fact.order, material, fact.isPoison ? 'many' : fact.quantity, fact.at];
    rows.push(fields.join(';'));
    if (rows.length >= rowsPerFile) drop();
  };
  const done = stream(options, send, () => isStopped).then((sent) => {
    drop();
    return { sent, refused: 0 };
  });
  return {
    done,
    async stop() {
      isStopped = true;
      await done;
    },
  };
}
