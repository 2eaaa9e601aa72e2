/**
 * Keeps a storm of events from becoming a storm of mails. In each window the first few notices go out at once, the rest
 * is kept and told in one digest when the window ends. As long as windows overflow, nothing goes out at once. The state is
 * plain JSON: it is stored before anything is told, so nothing is forgotten by a restart and nothing counted twice.
 */
import type { Notice } from './notice.ts';

export interface DigestPolicy {
  readonly atOnce: number;
  readonly windowMs: number;
}

export interface KeptLine {
  readonly id: string;
  readonly at: string;
  readonly subject: string;
}

export interface Collected {
  readonly fromMs: number;
  /** First ones, to be listed. */
  readonly lines: readonly KeptLine[];
  /** All of them by what they are about. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface DigestState {
  readonly windowFromMs?: number;
  /** Ids that may go out at once: told, or about to be. */
  readonly admitted: readonly string[];
  readonly kept?: Collected;
  /** Ids of what was kept lately: a message that comes again is not counted again. */
  readonly recent: readonly string[];
  /** A window that ended and whose digest is not out yet. */
  readonly closing?: Collected & { readonly untilMs: number };
  /** The window before overflowed. */
  readonly isStorm: boolean;
}

export const CALM: DigestState = { admitted: [], recent: [], isStorm: false };

export type Verdict = 'tell' | 'kept' | 'known';

const MOST_LINES = 50;
const MOST_KINDS = 20;
const MOST_RECENT = 200;
const OTHERS = 'others';

export function onNotice(
  before: DigestState,
  { id, at, subject, about }: Pick<Notice, 'id' | 'at' | 'subject' | 'about'>,
  nowMs: number,
  policy: DigestPolicy,
): { readonly state: DigestState; readonly verdict: Verdict } {
  const state = onTime(before, nowMs, policy);
  if (state.admitted.includes(id)) return { state, verdict: 'tell' };
  if (state.recent.includes(id)) return { state, verdict: 'known' };
  const windowFromMs = state.windowFromMs ?? nowMs;
  if (!state.isStorm && state.admitted.length < policy.atOnce)
    return { state: { ...state, windowFromMs, admitted: [...state.admitted, id] }, verdict: 'tell' };
  const { lines, counts, fromMs } = state.kept ?? { lines: [], counts: {}, fromMs: nowMs };
  const kind = about in counts || Object.keys(counts).length < MOST_KINDS ? about : OTHERS;
  const kept = {
    fromMs,
    lines: lines.length < MOST_LINES ? [...lines, { id, at, subject }] : lines,
    counts: { ...counts, [kind]: (counts[kind] ?? 0) + 1 },
  };
  const recent = [...state.recent, id].slice(-MOST_RECENT);
  return { state: { ...state, windowFromMs, kept, recent }, verdict: 'kept' };
}

/** Ends a window whose time is over. With a digest still to be told, the next window stays open until that is out. */
export function onTime(state: DigestState, nowMs: number, { windowMs }: DigestPolicy): DigestState {
  const { windowFromMs, kept, closing } = state;
  if (windowFromMs === undefined) return state;
  // The clock was put back: the window begins again, so that it ends at all.
  if (nowMs < windowFromMs) return { ...state, windowFromMs: nowMs };
  if (nowMs < windowFromMs + windowMs || (kept && closing)) return state;
  if (!kept) return { ...CALM, recent: state.recent, ...(closing ? { closing } : {}) };
  return {
    admitted: [],
    recent: state.recent,
    isStorm: true,
    windowFromMs: nowMs,
    closing: { ...kept, untilMs: nowMs },
  };
}

export function onTold(state: DigestState): DigestState {
  const { closing: _told, ...rest } = state;
  return rest;
}

/** When something is to be done without another notice: the window ends. */
export function dueMs({ windowFromMs, closing }: DigestState, { windowMs }: DigestPolicy): number | undefined {
  if (closing) return closing.untilMs;
  return windowFromMs === undefined ? undefined : windowFromMs + windowMs;
}

export const countOf = ({ counts }: Pick<Collected, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
