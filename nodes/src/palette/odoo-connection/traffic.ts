/**
 * What passes between us and one Odoo: calls in turns, a breaker that leaves a server in trouble alone and probes it, a
 * governor that finds how much it takes, maintenance windows and the operator's switch. Users see its standing.
 */
import { type Breaker, freshBreaker, observed, woken } from '../../domain/delivery/breaker.ts';
import { freshGovernor, type Governor, governed, governorPolicy } from '../../domain/delivery/governor.ts';
import { type Standing, standingOf, type Target } from '../../domain/delivery/mode.ts';
import type { Decided, OperatorSwitch } from '../../domain/delivery/switching.ts';
import type { Failure } from '../../domain/failure.ts';
import { type Clock, type Erp, type ErpCall, fail, type Ids, type Result } from '../../domain/ports.ts';
import type { Maintenance } from '../../domain/site/maintenance.ts';
import type { Measure } from './measure.ts';
import { openTurns, type Turns } from './turns.ts';

export interface TrafficParts {
  readonly erp: Erp;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly parallelCalls: number;
  readonly answersWithinMs: number;
  /** Shared by all connections to one database. */
  readonly stock: Turns;
  readonly maintenance?: Maintenance | undefined;
  readonly operator: OperatorSwitch;
  /** Behind that switch, where it is known. */
  readonly decided?: Decided | undefined;
  /** Another mode or another reason; not every further probe. */
  changed(standing: Standing): void;
  readonly measure: Measure;
}

export interface Traffic {
  readonly target: Target;
  operate(operator: OperatorSwitch, decided?: Decided): void;
  close(): void;
}

/** The cheapest call that Odoo cannot answer without its database and a valid key. */
const PROBE: ErpCall = { model: 'res.users', method: 'context_get', args: {}, repeatable: true };
/** A calendar is asked again at least so often: a machine may sleep, a clock may be set. */
const CALENDAR_MS = 3_600_000;

export function openTraffic(parts: TrafficParts): Traffic {
  const { erp, clock, ids, maintenance } = parts;
  const policy = governorPolicy(parts.parallelCalls);
  const listeners = new Set<() => void>();
  let { operator, decided } = parts;
  let breaker: Breaker = freshBreaker;
  let governor: Governor = freshGovernor;
  let isClosed = false;
  let cancelProbe: () => void = () => undefined;
  let cancelCalendar: () => void = () => undefined;

  const standing = (): Standing =>
    standingOf({ operator, decided, breaker, window: maintenance?.at(clock.now()), limit: governor.limit });
  const turns = openTurns(() => governor.limit);
  let told = JSON.stringify(standing());
  let said = inWords(standing());
  const tell = (): void => {
    const now = standing();
    const text = JSON.stringify(now);
    if (text === told || isClosed) return;
    told = text;
    const words = inWords(now);
    if (words !== said) parts.changed(now);
    said = words;
    for (const listener of [...listeners]) listener();
  };

  const see = (failure: Failure | undefined): void => {
    const before = breaker;
    breaker = observed(breaker, failure, { nowMs: clock.now(), random: ids.random() });
    if (breaker.state !== 'open') cancelProbe();
    else if (before.state !== 'open') probeLater();
    tell();
  };
  const probeLater = (): void => {
    cancelProbe();
    if (!isClosed) cancelProbe = clock.after(Math.max(0, breaker.until - clock.now()), () => void probe());
  };
  const probe = async (): Promise<void> => {
    breaker = woken(breaker, clock.now());
    if (breaker.state !== 'half-open') return breaker.state === 'open' ? probeLater() : undefined;
    const { answer } = await timed(PROBE);
    see(answer.ok ? undefined : answer.failure);
    // Limited by its host, it says nothing about its health: ask again, or nobody ever would.
    if (breaker.state === 'half-open') breaker = { ...breaker, state: 'open', until: clock.now() + PROBE_AGAIN_MS };
    if (breaker.state === 'open') probeLater();
  };

  const timed = async (call: ErpCall): Promise<{ answer: Result<unknown>; tookMs: number }> => {
    const startedAt = clock.now();
    const answer = await erp.call(call);
    // A clock may be set back meanwhile.
    const tookMs = Math.max(0, clock.now() - startedAt);
    const { model, method } = call;
    parts.measure({ model, method, tookMs, ...(answer.ok ? {} : { failure: answer.failure }) });
    return { answer, tookMs };
  };
  const send = async (call: ErpCall): Promise<Result<unknown>> => {
    const { answer, tookMs } = await timed(call);
    const ended = { what: `${call.model}.${call.method}`, tookMs };
    const failure = answer.ok ? {} : { failure: answer.failure };
    governor = governed(governor, { ...ended, ...failure }, clock.now(), policy);
    see(answer.ok ? undefined : answer.failure);
    return answer;
  };
  const inTurn = <T>(task: () => Promise<Result<T>>): Promise<Result<T>> =>
    turns.run(async () => (breaker.state === 'closed' ? task() : fail(resting(breaker))));

  const watchCalendar = (): void => {
    if (!maintenance || isClosed) return;
    const now = clock.now();
    const inMs = Math.min(CALENDAR_MS, (maintenance.nextChange(now) ?? Number.POSITIVE_INFINITY) - now);
    cancelCalendar = clock.after(Math.max(1, inMs), () => {
      tell();
      watchCalendar();
    });
  };
  watchCalendar();

  return {
    target: {
      profile: (ask) =>
        inTurn(async () => {
          const answer = await erp.profile(ask);
          see(answer.ok ? undefined : answer.failure);
          return answer;
        }),
      call: (call) => inTurn(() => (call.movesStock ? parts.stock.run(() => send(call)) : send(call))),
      standing,
      answersWithinMs: parts.answersWithinMs,
      onStanding(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    operate(next, by) {
      operator = next;
      decided = by;
      tell();
    },
    close() {
      isClosed = true;
      cancelProbe();
      cancelCalendar();
      listeners.clear();
    },
  };
}

const inWords = ({ mode, reason = '' }: Standing): string => `${mode} ${reason}`;

const PROBE_AGAIN_MS = 15_000;

/** The call is not even sent: surely not done. */
function resting({ cause }: Breaker): Failure {
  return {
    code: 'odoo-resting',
    class: 'transient',
    attempted: 'call Odoo',
    on: cause?.on ?? 'Odoo',
    reason: `it is left alone for a moment: ${cause?.reason ?? 'it did not answer'}`,
    nextStep: 'Nothing: it is asked again in a moment, with growing pauses of at most a minute.',
    ...(cause?.cause ? { cause: cause.cause } : {}),
  };
}
