/**
 * Differences over snapshots. One is proposed when it stood long enough, once; it is taken back when both sides agree again
 * or differ by something else. What cannot be judged in a snapshot neither ages nor ends.
 */
import { z } from 'zod';
import { type Amount, amount, text } from '../odoo/amount.ts';
import { allowed, type Judgement, type Line, type LineReason, lineKey } from './line.ts';
import type { ReconciliationPolicy, Tolerance } from './policy.ts';

export const standingSchema = z.object({
  key: z.string(),
  difference: z.string(),
  /** Snapshot in which it was seen first, RFC 3339. */
  since: z.string(),
  seen: z.number(),
  proposal: z.object({ adjustmentId: z.string(), key: z.string(), quantity: z.string() }).optional(),
});
export type Standing = z.output<typeof standingSchema>;
export type Proposal = NonNullable<Standing['proposal']>;

export interface Judged {
  readonly line: Line;
  readonly judgement: Judgement;
  readonly tolerance: Tolerance;
}

export interface Told {
  readonly line: Line;
  readonly reason: LineReason;
  readonly difference?: Amount;
  readonly standing?: Standing;
  readonly says?: string;
  /** To be proposed now. */
  readonly isNew: boolean;
  /** Proposed before, and wrong by now. */
  readonly withdraws?: Proposal;
}

/** Makes the proposal of a difference: its identity is a function of the line and of when the difference began. */
export type Propose = (line: Line, difference: Amount, since: string) => Proposal;

const HOUR_MS = 3_600_000;

/** `asOf` is later than that of every snapshot before. */
export function advance(
  before: Standing | undefined,
  { line, judgement, tolerance }: Judged,
  asOf: string,
  policy: ReconciliationPolicy['stands'],
  propose: Propose,
): Told {
  const withdraws = before?.proposal ? { withdraws: before.proposal } : {};
  if (judgement.verdict === 'held') {
    const { reason, says, difference } = judgement;
    return { line, reason, isNew: false, ...defined({ difference, standing: before, says }) };
  }
  const { difference } = judgement;
  if (judgement.verdict !== 'differs')
    return { line, reason: judgement.verdict, difference, isNew: false, ...withdraws };
  const isSame = before !== undefined && stands(before, difference, allowed(line, tolerance));
  const standing: Standing = isSame
    ? { ...before, seen: before.seen + 1, difference: text(difference) }
    : { key: lineKey(line), difference: text(difference), since: asOf, seen: 1 };
  const gone = isSame ? {} : withdraws;
  if (standing.proposal) return { line, reason: 'proposed-before', difference, standing, isNew: false };
  if (!isRipe(standing, asOf, policy)) {
    return { line, reason: 'not-yet-standing', difference, standing, isNew: false, ...gone };
  }
  const proposed = { ...standing, proposal: propose(line, difference, standing.since) };
  return { line, reason: 'proposed', difference, standing: proposed, isNew: true, ...gone };
}

/** The same difference as before, give or take what is tolerated anyway. What was proposed must still be right. */
function stands({ difference, proposal }: Standing, now: Amount, tolerated: Amount): boolean {
  const then = amount(proposal?.quantity ?? difference);
  return then.isNegative() === now.isNegative() && !then.minus(now).abs().greaterThan(tolerated);
}

function isRipe(
  { seen, since }: Standing,
  asOf: string,
  { snapshots, hours }: ReconciliationPolicy['stands'],
): boolean {
  const stoodMs = Date.parse(asOf) - Date.parse(since);
  return seen >= snapshots || (hours !== undefined && stoodMs >= hours * HOUR_MS);
}

/** Told again after a crash or by a repeated snapshot, the state after is the state before. */
export const afterwards = (told: readonly Told[]): readonly Standing[] =>
  told.flatMap(({ standing }) => standing ?? []);

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
