/**
 * A folder in which files are left for another system. Everything is written and synced under a temporary name in the
 * same folder and renamed when it is complete; the folder itself is synced after each rename.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { DropFolder, Lying, PreparedFile } from '../../domain/files/drop.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { codeOf, undroppable } from './folder-faults.ts';

/** Beside `rows.csv`: `rows.csv.sha256`, as sha256sum writes it. */
const MANIFEST = '.sha256';
/** Pick-up folders look at no name with a leading point. */
const hidden = (name: string): string => `.${name}.part`;

/** A relative folder counts from Node-RED's user directory and is made; any other must be there: it may be a mount. */
export function dropAt(userDir: string, folder: string): DropFolder {
  const wanted = folder.trim();
  return new Dropping(resolve(userDir, wanted), !isAbsolute(wanted));
}

class Dropping implements DropFolder {
  readonly #folder: string;
  readonly #isOurs: boolean;

  constructor(folder: string, isOurs: boolean) {
    this.#folder = folder;
    this.#isOurs = isOurs;
  }

  digest(bytes: PreparedFile['bytes']): Promise<Result<string>> {
    return this.#attempt('', async () => {
      const sum = createHash('sha256');
      for await (const piece of bytes) sum.update(piece);
      return sum.digest('hex');
    });
  }

  prepare({ name, bytes, manifest }: PreparedFile): Promise<Result<void>> {
    return this.#attempt(name, async () => {
      if (this.#isOurs) await mkdir(this.#folder, { recursive: true });
      await this.#write(hidden(name), bytes);
      if (manifest === undefined) await rm(join(this.#folder, hidden(name + MANIFEST)), { force: true });
      else await this.#write(hidden(name + MANIFEST), [new TextEncoder().encode(manifest)]);
      await this.#sync();
    });
  }

  look(name: string): Promise<Result<Lying>> {
    return this.#attempt(name, async () => {
      if (this.#isOurs) await mkdir(this.#folder, { recursive: true });
      await this.#sync();
      const [temporary, real] = [await this.#digest(hidden(name)), await this.#digest(name)];
      return { ...(temporary === undefined ? {} : { temporary }), ...(real === undefined ? {} : { real }) };
    });
  }

  /** The checksum last: who waits for it finds the file complete. */
  reveal(name: string): Promise<Result<void>> {
    return this.#attempt(name, async () => {
      for (const one of [name, name + MANIFEST]) await this.#rename(one);
      await this.#sync();
    });
  }

  discard(name: string): Promise<Result<void>> {
    return this.#attempt(name, async () => {
      for (const one of [name, name + MANIFEST]) await rm(join(this.#folder, hidden(one)), { force: true });
    });
  }

  async #write(name: string, bytes: PreparedFile['bytes']): Promise<void> {
    const file = await open(join(this.#folder, name), 'w');
    try {
      for await (const piece of bytes) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #rename(name: string): Promise<void> {
    const [from, to] = [join(this.#folder, hidden(name)), join(this.#folder, name)];
    if (!(await isThere(from))) return;
    if (await isThere(to)) throw Object.assign(new Error(`${name} exists`), { code: 'EEXIST' });
    await rename(from, to);
  }

  async #digest(name: string): Promise<string | undefined> {
    const sum = createHash('sha256');
    try {
      for await (const chunk of createReadStream(join(this.#folder, name))) sum.update(chunk as Buffer);
      return sum.digest('hex');
    } catch (error) {
      return unlessGone(error);
    }
  }

  /** Also tells a folder that is gone. Some network file systems cannot sync a folder; then they do so themselves. */
  async #sync(): Promise<void> {
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync().catch(unlessUnable);
    } finally {
      await folder.close();
    }
  }

  async #attempt<T>(name: string, work: () => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await work());
    } catch (error) {
      return fail(undroppable(join(this.#folder, name), error));
    }
  }
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: unknown) => unlessGone(error) ?? false,
  );

function unlessGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

function unlessUnable(error: unknown): undefined {
  if (!['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM'].includes(codeOf(error))) throw error;
  return undefined;
}
