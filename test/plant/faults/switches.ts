/**
 * Faults inside the process under test, as data: the file that LAB_FAULTS names. It is read at every pass
 * of a point, so a fault can be switched on while the process runs.
 */
import { readFileSync } from 'node:fs';
import type { Point } from './points.ts';

export interface Switches {
  /** Dies at this pass of the point, counted by the process; the file is removed before. */
  readonly kill?: { readonly point: Point; readonly nth: number };
  /** Passes to be told: every text must occur in what the point is about. */
  readonly tell?: readonly { readonly point: Point; readonly name: string; readonly texts: readonly string[] }[];
  /** The journal's file cannot grow: SQLite finds its disk full. */
  readonly isDiskFull?: boolean;
  /** The process's clock is that much ahead. */
  readonly clockAheadMs?: number;
}

/** One line of the file beside it, `<file>.log`. */
export interface Told {
  readonly kind: 'killed' | 'told';
  readonly point: Point;
  readonly name?: string;
}

/** No file, or one that is being written, switches nothing on. */
export function readSwitches(file: string): Switches {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Switches;
  } catch {
    return {};
  }
}
