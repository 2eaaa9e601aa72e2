/** Where a new API key goes, a file that only its owner may read or the screen, and whether the one in use works. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Failure } from '../../domain/failure.ts';
import type { KeyPlace } from '../../domain/odoo/set-up/key.ts';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';

export interface KeyPlaceChoice {
  readonly to: string;
  readonly show: boolean;
}

/** The file is there before the key is: a key that cannot be kept is not made. */
export async function keyPlace({ to, show }: KeyPlaceChoice, say: (line: string) => void): Promise<Result<KeyPlace>> {
  const next =
    'Enter it in the Odoo connection or as ODOO_API_KEY, press Test connection, then run "key purge" with it.';
  if (to === '') return show ? ok(onScreen(say, next)) : fail(noPlace);
  try {
    return ok(inFile(await open(to, 'wx', 0o600), to, () => say(`The key is in ${to}. ${next} Then delete the file.`)));
  } catch (thrown) {
    return fail(unwritable(to, textOf(thrown)));
  }
}

const onScreen = (say: (line: string) => void, next: string): KeyPlace => ({
  async keep(key) {
    say(`ODOO_API_KEY=${key}`);
    say(`It is shown this once. ${next}`);
    return ok(undefined);
  },
  drop: async () => undefined,
});

const inFile = (file: FileHandle, path: string, told: () => void): KeyPlace => ({
  async keep(key) {
    try {
      await file.writeFile(`ODOO_API_KEY=${key}\n`);
      await file.close();
    } catch (thrown) {
      return fail(unwritable(path, textOf(thrown)));
    }
    told();
    return ok(undefined);
  },
  async drop() {
    await file.close();
    await rm(path, { force: true });
  },
});

const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

export async function proveKey(
  user: Erp,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<string>> {
  const key = environment['ODOO_API_KEY'] ?? '';
  if (key === '') return fail(noKey);
  const answer = await user.call({ model: 'res.users', method: 'context_get', repeatable: true });
  return answer.ok ? ok(key) : answer;
}

const about = { class: 'configuration', attempted: 'set up the key of the plant’s user' } as const;

const noPlace: Failure = {
  ...about,
  code: 'key-without-place',
  on: 'the new key',
  reason: 'nobody said where it goes',
  nextStep: 'Add --to FILE, or --show to see it once on this screen.',
};

const unwritable = (file: string, cause: string): Failure => ({
  ...about,
  code: 'key-file-unwritable',
  on: file,
  reason: 'the file is there already or cannot be made',
  nextStep: 'Name a file that does not exist, in a folder of your own.',
  cause,
});

const noKey: Failure = {
  ...about,
  code: 'odoo-key-not-proven',
  on: 'ODOO_API_KEY',
  reason: 'it is not set',
  nextStep: 'Set it to the key that flows use now: nothing is deleted before it was tried.',
};
