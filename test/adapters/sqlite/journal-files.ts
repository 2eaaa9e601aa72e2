/** Journals in temporary folders for these suites, and what only root can make: small and read-only file systems. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JournalSettings, openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import type { Result } from '../../../nodes/src/domain/ports.ts';

export const isRoot = process.getuid?.() === 0;
/** Says what is missing where these tests cannot run. */
export const needsRoot = isRoot ? '' : ' (left out: needs root to mount a tmpfs)';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'plantwire-sqlite-'));
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A file system of its own; `remount` changes its options. */
export function smallDisk(megabytes: number): { path: string; remount(options: string): void } {
  const path = folder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  undo.push(() => void execFileSync('umount', ['-l', path]));
  return { path, remount: (options) => void execFileSync('mount', ['-o', `remount,${options}`, path]) };
}

export async function open(file: string, change: Partial<JournalSettings> = {}): Promise<Result<Journal>> {
  const opened = await openJournal({ file, ...system, reserveBytes: 0, minFreeBytes: 0, ...change });
  if (opened.ok) undo.push(() => opened.value.close());
  return opened;
}

export async function opened(file: string, change: Partial<JournalSettings> = {}): Promise<Journal> {
  const result = await open(file, change);
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.cause ?? result.failure.reason}`);
  return result.value;
}
