/** What every table's file shares: the open database, the tallies, and the time and chance of the request at hand. */
import type { DatabaseSync } from 'node:sqlite';
import type { Tallies } from './tallies.ts';

export interface Session {
  readonly db: DatabaseSync;
  readonly tallies: Tallies;
  /** Random identity of the file: a token of another journal is never mistaken for ours. */
  readonly fileId: string;
  /** Epoch ms, from the clock of the port's user; set per request. */
  now: number;
  /** Uniform in [0, 1); set per request. */
  random: number;
  /** Since the last commit: queues where a message came, went or changed, queues that were only asked, owners. */
  readonly stirred: { readonly queues: Set<number>; readonly asked: Set<number>; readonly owners: Set<string> };
}

/** A lease as it travels in messages. */
export const leaseText = (session: Session, lease: number): string => `${session.fileId}.${lease.toString(36)}`;

/** The number behind a lease of this file, or `undefined` for a lease of another one. */
export function leaseNumber(session: Session, text: string): number | undefined {
  const [file, number] = text.split('.');
  if (file !== session.fileId || number === undefined) return undefined;
  return Number.parseInt(number, 36);
}
