/** What an operator decided about each Odoo connection, kept beside the flows: it outlives a restart and a deploy. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type OperatorSwitch, SWITCHES } from '../../domain/delivery/mode.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';

const NAME = 'plantwire-operator.json';
const content = z.record(z.string(), z.enum(SWITCHES));

/** `automatic` when nobody ever decided anything. A file that cannot be read is a failure: guessing could post. */
export async function readSwitch(userDir: string, connection: string): Promise<Result<OperatorSwitch>> {
  const all = await read(join(userDir, NAME));
  return all.ok ? ok(all.value[connection] ?? 'automatic') : all;
}

export async function writeSwitch(
  userDir: string,
  connection: string,
  operator: OperatorSwitch,
): Promise<Result<void>> {
  const file = join(userDir, NAME);
  const all = await read(file);
  if (!all.ok) return all;
  try {
    await writeFile(`${file}.new`, `${JSON.stringify({ ...all.value, [connection]: operator }, null, 2)}\n`, {
      flush: true,
    });
    await rename(`${file}.new`, file);
    return ok(undefined);
  } catch (error) {
    return fail(unusable('keep', file, error));
  }
}

async function read(file: string): Promise<Result<Record<string, OperatorSwitch>>> {
  try {
    return ok(content.parse(JSON.parse(await readFile(file, 'utf8'))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok({});
    return fail(unusable('read', file, error));
  }
}

const unusable = (what: string, file: string, error: unknown) => ({
  code: 'operator-switch-unusable',
  class: 'configuration' as const,
  attempted: `${what} the operator's switch`,
  on: file,
  reason: 'the file cannot be used, so nobody knows whether posting is wanted',
  nextStep: 'Repair or delete the file; without it every connection posts automatically.',
  cause: error instanceof Error ? error.message.slice(0, 300) : String(error),
});
