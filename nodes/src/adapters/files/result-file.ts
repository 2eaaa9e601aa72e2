/** The result beside a file: one line per row, on the disk before the file is put away. */
import { open } from 'node:fs/promises';
import type { ResultFile } from '../../domain/files/pickup.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { unusable } from './folder-faults.ts';

export async function openResult(path: string): Promise<Result<ResultFile>> {
  try {
    const file = await open(path, 'w');
    const attempt = async (work: () => Promise<unknown>): Promise<Result<void>> => {
      try {
        await work();
        return ok(undefined);
      } catch (error) {
        return fail(unusable(path, error));
      }
    };
    return ok({
      write: (lines) => attempt(() => file.write(lines.map((line) => `${line}\n`).join(''))),
      close: () => attempt(() => file.sync().finally(() => file.close())),
    });
  } catch (error) {
    return fail(unusable(path, error));
  }
}
