/** A file far larger than the memory that it is read in, over a real folder and a real journal. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'read-large-file.ts');
const ROWS = 2_000;
const HEAP_MB = 96;
const DEADLINE_MS = 300_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-large-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Rows with a remark of 100,000 characters, as machines leave whole protocols in one column. */
function dropLarge(name: string): number {
  const path = join(folder, name);
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  const remark = 'x'.repeat(100_000);
  let bytes = 0;
  for (const line of ['Transaction;Quantity;Remark', ...Array.from({ length: ROWS }, (_, row) => `T-${row};1;`)]) {
    const text = `${line}${line.endsWith(';') ? remark : ''}\n`;
    hash.update(text);
    bytes += writeSync(file, text);
  }
  closeSync(file);
  writeFileSync(`${path}.sha256`, `${hash.digest('hex')}  ${name}\n# rows ${ROWS}\n`);
  return bytes;
}

test(
  'a file of 200 MB is read row by row in a heap of less than half its size',
  () => {
    expect(dropLarge('large.csv') / 1_000_000).toBeGreaterThan(200);
    const argv = [`--max-old-space-size=${HEAP_MB}`, PROGRAM, folder, 'large.csv'];
    const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', timeout: DEADLINE_MS - 10_000 });
    expect({ stdout: stdout.trim(), stderr }).toEqual({
      stdout: JSON.stringify({ events: ROWS, isDone: true }),
      stderr: '',
    });
  },
  DEADLINE_MS,
);
