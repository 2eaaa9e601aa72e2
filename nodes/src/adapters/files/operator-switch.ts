/** What operators decided about each Odoo connection, kept beside the flows: it outlives a restart and a deploy. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SWITCHES, type Switchings } from '../../domain/delivery/switching.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';

const NAME = 'plantwire-operator.json';
const decided = z.object({ by: z.string(), at: z.string(), reason: z.string() });
const switching = z.object({ to: z.enum(SWITCHES), number: z.number(), decided: decided.exactOptional() });
/** A word alone is what earlier releases kept. */
const former = z.enum(SWITCHES).transform((to) => [{ to, number: 0 }]);
const content = z.record(z.string(), z.union([former, z.array(switching)]));

/** Oldest first, empty when nobody ever decided anything. A file that cannot be read is a failure: guessing could post. */
export async function readSwitchings(userDir: string, connection: string): Promise<Result<Switchings>> {
  const all = await read(join(userDir, NAME));
  return all.ok ? ok(all.value[connection] ?? []) : all;
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: the file holds all connections, and none may take back what another has just kept. */
export function writeSwitchings(userDir: string, connection: string, switchings: Switchings): Promise<Result<void>> {
  const mine = turn.then(() => write(join(userDir, NAME), connection, switchings));
  turn = mine;
  return mine;
}

async function write(file: string, connection: string, switchings: Switchings): Promise<Result<void>> {
  const all = await read(file);
  if (!all.ok) return all;
  try {
    await writeFile(`${file}.new`, `${JSON.stringify({ ...all.value, [connection]: switchings }, null, 2)}\n`, {
      flush: true,
    });
    await rename(`${file}.new`, file);
    return ok(undefined);
  } catch (error) {
    return fail(unusable('keep', file, error));
  }
}

async function read(file: string): Promise<Result<Record<string, Switchings>>> {
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
