/**
 * A pick-up folder. A file is taken when it is complete: unchanged for a while, or announced by a checksum beside it. It
 * is then renamed into `working`, so that neither its sender nor a second run can touch it, and from there to `done` or
 * `failed`. Renaming within a folder tree is atomic; after a crash a file is in one place, never in two or none.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PickedFile, PickupFolder } from '../../domain/files/pickup.ts';
import { type Clock, fail, ok, type Result } from '../../domain/ports.ts';
import { unusable } from './folder-faults.ts';
import { openResult } from './result-file.ts';
import { textOf } from './text.ts';

export interface PickupSettings {
  readonly folder: string;
  /** With `*` for any characters. */
  readonly pattern: string;
  readonly ready: 'stable' | 'manifest';
  readonly stableMs: number;
  readonly encoding: string;
}

/** Beside `rows.csv`: `rows.csv.sha256`, as sha256sum writes it. */
const MANIFEST = '.sha256';
const RESULT = '.result.csv';

interface Seen {
  readonly stamp: string;
  readonly sinceMs: number;
}

/** A relative folder counts from Node-RED's user directory. */
export function pickupAt(settings: PickupSettings & { readonly userDir: string }, clock: Clock): PickupFolder {
  return new Pickup({ ...settings, folder: resolve(settings.userDir, settings.folder.trim()) }, clock);
}

export class Pickup implements PickupFolder {
  readonly #settings: PickupSettings;
  readonly #clock: Clock;
  readonly #pattern: RegExp;
  #seen = new Map<string, Seen>();

  constructor(settings: PickupSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    const parts = settings.pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    this.#pattern = new RegExp(`^${parts.join('.*')}$`, 'i');
  }

  async next(): Promise<Result<PickedFile | undefined>> {
    const { folder } = this.#settings;
    try {
      for (const place of ['working', 'done', 'failed']) await mkdir(join(folder, place), { recursive: true });
      const begun = (await readdir(join(folder, 'working'))).filter((name) => this.#isWanted(name)).sort();
      const name = begun[0] ?? (await this.#claim());
      return ok(name === undefined ? undefined : await this.#picked(name));
    } catch (error) {
      return fail(unusable(folder, error));
    }
  }

  /** Moves the oldest complete file into `working`. */
  async #claim(): Promise<string | undefined> {
    const { folder } = this.#settings;
    const names = (await readdir(folder)).filter((name) => this.#isWanted(name));
    const seen = new Map<string, Seen>();
    const complete: { name: string; mtimeMs: number }[] = [];
    for (const name of names) {
      const file = await lstat(join(folder, name)).catch(() => undefined);
      // A link could lead out of the folder.
      if (!file?.isFile()) continue;
      const stamp = `${file.size}@${file.mtimeMs}`;
      const before = this.#seen.get(name);
      const sinceMs = before?.stamp === stamp ? before.sinceMs : this.#clock.now();
      seen.set(name, { stamp, sinceMs });
      if (await this.#isComplete(name, sinceMs)) complete.push({ name, mtimeMs: file.mtimeMs });
    }
    this.#seen = seen;
    const [oldest] = complete.sort((a, b) => a.mtimeMs - b.mtimeMs || (a.name < b.name ? -1 : 1));
    if (!oldest) return undefined;
    // The checksum first: a file in `working` without it was not announced.
    if (this.#settings.ready === 'manifest')
      await rename(join(folder, oldest.name + MANIFEST), join(folder, 'working', oldest.name + MANIFEST));
    await rename(join(folder, oldest.name), join(folder, 'working', oldest.name));
    return oldest.name;
  }

  #isWanted(name: string): boolean {
    return this.#pattern.test(name) && !name.startsWith('.') && !name.endsWith(MANIFEST) && !name.endsWith(RESULT);
  }

  async #isComplete(name: string, sinceMs: number): Promise<boolean> {
    const { ready, stableMs, folder } = this.#settings;
    if (ready === 'stable') return this.#clock.now() - sinceMs >= stableMs;
    const places = [join(folder, name + MANIFEST), join(folder, 'working', name + MANIFEST)];
    const there = await Promise.all(
      places.map((file) =>
        access(file).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (there[1] === true && there[0] === false) await rename(places[1] ?? '', places[0] ?? '');
    return there.includes(true);
  }

  async #picked(name: string): Promise<PickedFile> {
    const { folder, encoding } = this.#settings;
    const file = join(folder, 'working', name);
    const sha256 = await digestOf(file);
    const { ino, mtimeNs } = await lstat(file, { bigint: true });
    const { trouble, announcedRows } = await this.#manifestOf(name, sha256);
    return {
      name,
      sha256,
      stamp: `${ino}@${mtimeNs}`,
      ...(trouble === undefined ? {} : { trouble }),
      ...(announcedRows === undefined ? {} : { announcedRows }),
      text: () => textOf(file, encoding),
      result: () => openResult(file + RESULT),
      putAway: (where) => this.#putAway(name, sha256, where),
    };
  }

  async #manifestOf(name: string, sha256: string): Promise<Pick<PickedFile, 'trouble' | 'announcedRows'>> {
    if (this.#settings.ready !== 'manifest') return {};
    const text = await readFile(join(this.#settings.folder, 'working', name + MANIFEST), 'utf8').catch(() => '');
    const announced = /^[0-9a-f]{64}\b/i.exec(text.trim())?.[0]?.toLowerCase();
    if (announced === undefined) return { trouble: 'its checksum file holds no SHA-256' };
    if (announced !== sha256) return { trouble: 'its content does not fit the announced checksum' };
    const rows = /^# rows (\d{1,9})\b/m.exec(text)?.[1];
    return rows === undefined ? {} : { announcedRows: Number(rows) };
  }

  /** The result goes first: where the file lies, its result lies too. */
  async #putAway(name: string, sha256: string, where: 'done' | 'failed'): Promise<Result<void>> {
    const { folder } = this.#settings;
    const working = join(folder, 'working', name);
    try {
      const isTaken = await access(join(folder, where, name)).then(
        () => true,
        () => false,
      );
      const dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length;
      const free = isTaken ? `${name.slice(0, dot)}-${sha256.slice(0, 8)}${name.slice(dot)}` : name;
      await rename(working + RESULT, join(folder, where, free + RESULT)).catch(() => undefined);
      await rename(working, join(folder, where, free));
      await rm(working + MANIFEST, { force: true });
      return ok(undefined);
    } catch (error) {
      return fail(unusable(working, error));
    }
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
