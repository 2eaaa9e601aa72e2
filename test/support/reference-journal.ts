/**
 * The queue's promises as plain lists and full scans over the domain's tables and rules: too slow to ship, simple enough
 * to believe. Random walks compare the SQLite journal with it, and check the rules themselves.
 */
import { type Decision, decide, freshProgress, type Progress } from '../../nodes/src/domain/delivery/decide.ts';
import { type Candidate, type LaneView, nextOfLane } from '../../nodes/src/domain/delivery/lanes.ts';
import {
  isInFlight,
  move,
  type OutboxEvent,
  type OutboxState,
  outboxMoves,
} from '../../nodes/src/domain/delivery/states.ts';
import type { Failure } from '../../nodes/src/domain/failure.ts';
import {
  judgeReservation,
  type ReservationEvent,
  type ReservationRow,
  reservationMoves,
} from '../../nodes/src/domain/idempotency/reservation.ts';
import type { QueueOptions } from '../../nodes/src/domain/journal.ts';

export interface ReferenceRow {
  readonly id: number;
  readonly key: string;
  readonly lane: string;
  readonly priority: number;
  readonly enqueuedAt: number;
  state: OutboxState;
  due: number;
  aside: boolean;
  stir: number;
  attempt: number;
  progress: Progress;
  leaseUntil?: number;
  letter?: 'open' | 'replayed' | 'discarded';
  inDoubt: boolean;
}

export type Ending =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly absent: boolean }
  | { readonly kind: 'unknown'; readonly failure: Failure }
  | { readonly kind: 'refused'; readonly failure: Failure };

export class ReferenceJournal {
  readonly rows: ReferenceRow[] = [];
  readonly keys = new Map<string, ReservationRow & { holder?: number; retentionMs: number; message?: number }>();
  private readonly stirs = new Map<string, number>();
  private readonly claims = new Map<number, ReservationRow & { holder: number; retentionMs: number }>();
  private holders = 0;
  readonly options: QueueOptions;
  constructor(options: QueueOptions) {
    this.options = options;
  }

  reserve(key: string, fingerprint: string, leaseMs: number, retentionMs: number, nowMs: number) {
    const row = this.keys.get(key);
    const verdict = judgeReservation(row, fingerprint, nowMs);
    if (verdict !== 'grant') return { kind: verdict, state: row?.state };
    this.holders += 1;
    const claim = {
      state: 'reserved' as const,
      fingerprint,
      until: nowMs + leaseMs,
      holder: this.holders,
      retentionMs,
    };
    this.keys.set(key, claim);
    this.claims.set(this.holders, claim);
    return { kind: 'reserved' as const, holder: this.holders };
  }

  /** Id of the stored message, or `lost` when the holder lost the key. */
  enqueue(key: string, holder: number, lane: string, priority: number, id: number, nowMs: number): number | 'lost' {
    const claim = this.claims.get(holder);
    if (claim && this.isFree(key, nowMs)) this.keys.set(key, claim);
    const row = this.keys.get(key);
    if (row?.holder !== holder) return 'lost';
    if (row.state !== 'reserved') return row.message ?? 'lost';
    this.moveKey(key, 'commit', nowMs, id);
    this.rows.push({
      id,
      key,
      lane,
      priority,
      enqueuedAt: nowMs,
      state: 'ready',
      due: nowMs,
      aside: false,
      stir: 0,
      attempt: 0,
      progress: freshProgress(nowMs),
      inDoubt: false,
    });
    return id;
  }

  /** Nobody holds the key, and no message is remembered under it. */
  private isFree(key: string, nowMs: number): boolean {
    const row = this.keys.get(key);
    return row === undefined || (row.state !== 'reserved' && judgeReservation(row, '', nowMs) === 'grant');
  }

  lease(max: number, nowMs: number): ReferenceRow[] {
    this.expire(nowMs);
    const busy = this.rows.filter(({ state }) => isInFlight(state)).length;
    const room = Math.min(max, (this.options.concurrency ?? Number.MAX_SAFE_INTEGER) - busy);
    const leased: ReferenceRow[] = [];
    while (leased.length < room) {
      const next = this.nextOf(nowMs);
      if (next === undefined) break;
      this.step(next, 'lease');
      next.attempt += 1;
      next.leaseUntil = nowMs + this.options.leaseMs;
      leased.push(next);
    }
    return leased;
  }

  settle(row: ReferenceRow, ending: Ending, nowMs: number, random: number): OutboxState {
    if (ending.kind === 'delivered') {
      this.step(row, 'deliver');
      this.moveKey(row.key, 'apply', nowMs);
      this.stir(row.lane);
    } else if (ending.kind === 'refused') this.bury(row, false, nowMs);
    else {
      const failure: Failure = ending.kind === 'unknown' ? { ...ending.failure, class: 'unknown' } : ending.failure;
      const absent = ending.kind === 'failed' && ending.absent;
      const decision = decide({ progress: row.progress, failure, nowMs, random }, this.options.retry);
      if (decision.kind !== 'bury') this.putOff(row, decision, absent, nowMs);
      else {
        const isVerdict = failure.class === 'business' || failure.class === 'data';
        this.bury(row, failure.class === 'unknown' || (row.state === 'looking' && !absent && !isVerdict), nowMs);
      }
    }
    return row.state;
  }

  replay(row: ReferenceRow, nowMs: number): void {
    this.moveKey(row.key, 'replay', nowMs);
    this.step(row, row.inDoubt ? 'recheck' : 'replay');
    Object.assign(row, { letter: 'replayed', due: nowMs, aside: false, progress: freshProgress(nowMs) });
  }

  discard(row: ReferenceRow): void {
    row.letter = 'discarded';
  }

  /** The process dies and another one opens the file. */
  crash(nowMs: number): void {
    this.expire(Number.POSITIVE_INFINITY, nowMs);
    // Nobody is left to give the key back, so the next one need not wait; a token that is still around stays good till then.
    for (const [key, row] of this.keys) if (row.state === 'reserved') this.keys.delete(key);
  }

  private expire(untilMs: number, nowMs = untilMs): void {
    for (const row of this.rows) {
      if (!isInFlight(row.state) || (row.leaseUntil ?? 0) > untilMs) continue;
      this.step(row, 'expire');
      row.due = nowMs;
      row.stir = this.stirs.get(row.lane) ?? 0;
    }
  }

  private nextOf(nowMs: number): ReferenceRow | undefined {
    const lanes = [...new Set(this.rows.filter(({ state }) => isWaiting(state)).map(({ lane }) => lane))];
    const turns = lanes.flatMap((lane) => {
      const view = this.view(lane);
      const next = view && nextOfLane(view, nowMs);
      return next ? [{ next, turn: turnOf(view) }] : [];
    });
    turns.sort((a, b) => a.turn.priority - b.turn.priority || a.turn.due - b.turn.due || a.turn.first - b.turn.first);
    return this.rows.find(({ id }) => id === turns[0]?.next.id);
  }

  /** Nothing for a lane that is busy or held. */
  private view(lane: string): LaneView | undefined {
    const rows = this.rows.filter((row) => row.lane === lane);
    if (rows.some(({ state }) => isInFlight(state))) return undefined;
    if (this.options.holdLaneOnBury && rows.some(({ letter }) => letter === 'open')) return undefined;
    const waiting = rows.filter(({ state }) => isWaiting(state)).sort((a, b) => a.id - b.id);
    const asides = waiting.filter(({ aside }) => aside);
    const head = waiting.find(({ aside }) => !aside);
    const timed = [...asides].sort((a, b) => a.due - b.due || a.id - b.id)[0];
    const stirred = asides
      .filter(({ stir }) => stir < (this.stirs.get(lane) ?? 0))
      .sort((a, b) => a.stir - b.stir || a.id - b.id)[0];
    return { ...(head && { head }), ...(timed && { timed }), ...(stirred && { stirred }) };
  }

  private putOff(row: ReferenceRow, decision: Exclude<Decision, { kind: 'bury' }>, absent: boolean, nowMs: number) {
    this.step(row, decision.kind === 'verify' ? 'doubt' : absent ? 'absent' : 'postpone');
    Object.assign(row, {
      aside: decision.aside,
      due: nowMs + decision.afterMs,
      progress: decision.progress,
      stir: this.stirs.get(row.lane) ?? 0,
    });
  }

  private bury(row: ReferenceRow, inDoubt: boolean, nowMs: number): void {
    this.step(row, 'refuse');
    Object.assign(row, { letter: 'open', inDoubt });
    this.moveKey(row.key, inDoubt ? 'doubt' : 'refuse', nowMs);
    this.stir(row.lane);
  }

  private stir(lane: string): void {
    const asides = this.rows.some((row) => row.lane === lane && row.aside && isWaiting(row.state));
    if (asides) this.stirs.set(lane, (this.stirs.get(lane) ?? 0) + 1);
  }

  private step(row: ReferenceRow, event: OutboxEvent): void {
    const to = move(outboxMoves, row.state, event);
    if (to === undefined) throw new Error(`no move ${row.state} on ${event}`);
    row.state = to;
  }

  private moveKey(key: string, event: ReservationEvent, nowMs: number, message?: number): void {
    const row = this.keys.get(key);
    const to = row && move(reservationMoves, row.state, event);
    if (row === undefined || to === undefined || to === 'free') throw new Error(`no move ${row?.state} on ${event}`);
    const ended = ['applied', 'refused', 'unknown'].includes(to);
    const until = ended ? nowMs + row.retentionMs : 0;
    this.keys.set(key, { ...row, state: to, until, ...(message === undefined ? {} : { message }) });
  }
}

const isWaiting = (state: OutboxState): boolean => state === 'ready' || state === 'verifying';

function turnOf(view: LaneView): { priority: number; due: number; first: number } {
  const { head, stirred, timed } = view;
  const first = Math.min(...[head, stirred, timed].flatMap((one: Candidate | undefined) => (one ? [one.id] : [])));
  if (head) return { priority: head.priority, due: head.due, first };
  if (stirred) return { priority: stirred.priority, due: 0, first };
  return { priority: timed?.priority ?? 0, due: timed?.due ?? 0, first };
}
