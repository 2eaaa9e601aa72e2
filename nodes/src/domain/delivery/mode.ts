/**
 * In which mode a target is worked with: what was observed and what an operator said, made into one answer to "may I
 * read, may I post, and if not, why and until when". Status lines, `/health`, metrics, outbox and writers all use it.
 */
import type { Failure } from '../failure.ts';
import type { Journal } from '../journal.ts';
import type { Abilities } from '../odoo/abilities.ts';
import type { Erp } from '../ports.ts';
import type { Window } from '../site/maintenance.ts';
import type { Breaker } from './breaker.ts';
import { type Decided, decidedText, type OperatorSwitch } from './switching.ts';

export const MODES = ['normal', 'erp-down', 'wan-down', 'read-only', 'manual'] as const;
export type Mode = (typeof MODES)[number];

export interface Observations {
  readonly operator: OperatorSwitch;
  /** Behind that switch, where it is known. */
  readonly decided?: Decided | undefined;
  readonly breaker: Breaker;
  /** The maintenance window that is open now. */
  readonly window?: Window | undefined;
  /** Calls the governor allows at once. */
  readonly limit: number;
}

export interface Standing {
  readonly mode: Mode;
  readonly mayRead: boolean;
  readonly mayPost: boolean;
  readonly limit: number;
  /** Why nothing is posted, a few words for a status line. */
  readonly reason?: string;
  /** Epoch ms at which that may end by itself. */
  readonly until?: number;
}

/** The network, not the server: nobody at the other end said no. */
const NETWORK = 'odoo-network-down';

export function standingOf({ operator, decided, breaker, window, limit }: Observations): Standing {
  const closed = { mayRead: false, mayPost: false, limit };
  const reason = `${operator}: ${decided ? decidedText(decided) : 'switched by hand'}`;
  if (operator === 'manual') return { ...closed, mode: 'manual', reason };
  const isAway = breaker.state !== 'closed';
  if (operator === 'read-only') return { ...closed, mode: 'read-only', mayRead: !isAway, reason };
  if (isAway) {
    const mode = breaker.cause?.code === NETWORK ? 'wan-down' : 'erp-down';
    const until = breaker.state === 'open' ? { until: breaker.until } : {};
    return { ...closed, mode, reason: breaker.cause?.reason ?? 'Odoo does not answer', ...until };
  }
  if (window)
    return {
      ...closed,
      mode: 'normal',
      mayRead: true,
      reason: `maintenance until ${window.ends}: ${window.title}`,
      until: window.untilMs,
    };
  return { mode: 'normal', mayRead: true, mayPost: true, limit };
}

/** An Odoo connection that knows how it stands. */
export interface Target extends Erp {
  standing(): Standing;
  /** A call without an answer may be at work for so long after it was sent. */
  readonly answersWithinMs: number;
  /** Calls back when the standing changed. Returns unsubscribe. */
  onStanding(listener: () => void): () => void;
  /** Decisions of people about it stand in the audit of this journal from now on. Returns how to stop. */
  auditedIn?(journal: Pick<Journal, 'counters' | 'recordStep'>): () => void;
  /** What it was last found able to do. */
  readonly abilities?: Abilities;
}

/** Why a message is kept back although nothing is wrong with it. */
export function pausedFailure(standing: Standing, on: string): Failure {
  return {
    code: 'posting-paused',
    class: 'transient',
    attempted: 'post to Odoo',
    on,
    reason: standing.reason ?? 'nothing is posted at present',
    nextStep:
      standing.mode === 'manual' || standing.mode === 'read-only'
        ? 'It goes on when an operator switches the Odoo connection back to automatic.'
        : 'Nothing: it goes on by itself.',
  };
}
