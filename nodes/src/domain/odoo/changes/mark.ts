/**
 * How far the server's clock surely was when a poll began. The next poll looks back from there by the longest
 * transaction: what was not to be seen then began later than that. Only the server's own times count; while nothing
 * changes there, the mark follows by the time that passed here, never by more than a poll may take.
 */
import { EPOCH, laterOf, msOf, textOf } from './moment.ts';

export interface Mark {
  readonly at: string;
  /** Time that passed here and is less than a second of Odoo's. */
  readonly restMs: number;
}

export const FIRST_MARK: Mark = { at: EPOCH, restMs: 0 };

/** A row that bears a time further ahead of us was written under a wrong clock; it must not carry the mark along. */
const MOST_AHEAD_MS = 300_000;
/** A clock may be set, a machine may sleep: no more than this is believed between two polls. */
const MOST_ELAPSED_MS = 60_000;

export interface Beginning {
  /** Latest `write_date` of the table when the poll began. */
  readonly newest: string | undefined;
  readonly elapsedMs: number;
  readonly nowMs: number;
}

export function advanced(mark: Mark, { newest, elapsedMs, nowMs }: Beginning): Mark {
  const seen = newest === undefined ? mark.at : cappedBy(newest, nowMs);
  if (seen > mark.at) return { at: seen, restMs: 0 };
  if (mark.at === EPOCH) return mark;
  const passedMs = mark.restMs + Math.min(Math.max(0, elapsedMs), MOST_ELAPSED_MS);
  const wholeMs = Math.floor(passedMs / 1_000) * 1_000;
  const at = cappedBy(textOf(msOf(mark.at) + wholeMs), nowMs);
  return { at: laterOf(at, mark.at), restMs: passedMs - wholeMs };
}

function cappedBy(text: string, nowMs: number): string {
  const most = textOf(nowMs + MOST_AHEAD_MS);
  return text > most ? most : text;
}
