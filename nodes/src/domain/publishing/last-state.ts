/** State facts are last-writer-wins: by the time of the source, then by its number. */
import type { Envelope } from '../envelope.ts';

export interface StatePosition {
  readonly time: string;
  readonly source: string;
  readonly sequence: string;
}

export const positionOf = ({ time, source, sequence }: Envelope): StatePosition => ({ time, source, sequence });

/** The same event again is newer, too: what was published and not noted is published once more. */
export function isNewer(next: StatePosition, known: StatePosition | undefined): boolean {
  if (!known) return true;
  const ahead = Date.parse(next.time) - Date.parse(known.time);
  if (ahead !== 0 || next.source !== known.source) return ahead >= 0;
  return next.sequence >= known.sequence;
}
