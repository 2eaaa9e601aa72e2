/**
 * In which mode a target is worked with: what was observed and what an operator said, made into one answer to "may I
 * read, may I post, and if not, why and until when". Status lines, `/health`, metrics, outbox and writers all use it.
 */
import type { Failure } from '../failure.ts';
import type { Abilities } from '../odoo/abilities.ts';
import type { Erp } from '../ports.ts';
import type { Window } from '../site/maintenance.ts';
import type { Breaker } from './breaker.ts';

export const MODES = ['normal', 'erp-down', 'wan-down', 'read-only', 'manual'] as const;
export type Mode = (typeof MODES)[number];

export const SWITCHES = ['automatic', 'read-only', 'manual'] as const;
/**
 * What a person decided. `read-only`: Odoo may be read, nothing is posted. `manual`: hands off, people book by hand and
 * Odoo is not even asked. What comes in is kept in both.
 */
export type OperatorSwitch = (typeof SWITCHES)[number];

export interface Observations {
  readonly operator: OperatorSwitch;
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

export function standingOf({ operator, breaker, window, limit }: Observations): Standing {
  const closed = { mayRead: false, mayPost: false, limit };
  if (operator === 'manual') return { ...closed, mode: 'manual', reason: 'manual: switched off by hand' };
  const isAway = breaker.state !== 'closed';
  if (operator === 'read-only')
    return { ...closed, mode: 'read-only', mayRead: !isAway, reason: 'read-only: switched by hand' };
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
