/**
 * Disk space of the journal. SQLite needs room even to delete, so a file of reserve is kept and given back when the disk
 * is full: the queue can then be worked off. Below the high-water mark nothing new is taken in.
 */
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Failure } from '../../domain/failure.ts';
import { failures } from './faults.ts';

const CHUNK = Buffer.alloc(1_048_576);

export interface SpaceOptions {
  readonly file: string;
  readonly reserveBytes: number;
  readonly minFreeBytes: number;
}

export interface Space {
  /** Why nothing new may be taken in now, or `undefined`. */
  refusal(): Failure | undefined;
  /** The disk is full: makes room for deletes. False when there is nothing left to give. */
  giveBack(): boolean;
  /** Builds the reserve again when there is room for it and the mark. */
  restore(): void;
  bytes(): number;
}

export function watchSpace({ file, reserveBytes, minFreeBytes }: SpaceOptions): Space {
  const reserve = `${file}.reserve`;
  const folder = dirname(file);
  let isFull = false;

  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  const hasReserve = (): boolean =>
    reserveBytes === 0 || (existsSync(reserve) && statSync(reserve).size >= reserveBytes);

  return {
    refusal() {
      const freeBytes = free();
      // What was given back is free too: only more than that, and room to build it again, means that it is over.
      if (isFull && freeBytes >= minFreeBytes + 2 * reserveBytes) isFull = false;
      if (!isFull && freeBytes >= minFreeBytes) return undefined;
      return failures.nearlyFull(file, freeBytes, minFreeBytes + (isFull ? 2 * reserveBytes : 0));
    },
    giveBack() {
      isFull = true;
      if (!existsSync(reserve)) return false;
      rmSync(reserve, { force: true });
      return true;
    },
    restore() {
      if (isFull || hasReserve() || free() < minFreeBytes + reserveBytes) return;
      try {
        fill(reserve, reserveBytes);
      } catch {
        rmSync(reserve, { force: true }); // without room for it we go on without it; the mark still protects
      }
    },
    bytes: () => [file, `${file}-wal`].reduce((sum, part) => sum + (existsSync(part) ? statSync(part).size : 0), 0),
  };
}

/** Real blocks, not a hole: a sparse file would reserve nothing. */
function fill(path: string, bytes: number): void {
  const handle = openSync(path, 'w', 0o600);
  try {
    for (let written = 0; written < bytes; ) {
      written += writeSync(handle, CHUNK, 0, Math.min(CHUNK.length, bytes - written));
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
