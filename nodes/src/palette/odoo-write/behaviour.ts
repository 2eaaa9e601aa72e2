/** One message with an intent in, one receipt out. Works from an outbox (settling by its token) and without one. */
import type { z } from 'zod';
import { pausedFailure, type Target } from '../../domain/delivery/mode.ts';
import { type Failure, isRetryable } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { DeliveryToken, Message, Receipt } from '../../domain/message.ts';
import { carryOut, whereOf } from '../../domain/odoo/carry-out.ts';
import type { Constants, Deps } from '../../domain/odoo/deps.ts';
import { type Intent, intentSchema } from '../../domain/odoo/intent.ts';
import type { Fields } from '../../domain/odoo/values/field.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import type { Clock, Erp, Result } from '../../domain/ports.ts';
import type { Behaviour } from '../../host/node.ts';
import type { definition } from './definition.ts';
import { directLedger } from './direct.ts';

type Config = z.output<typeof definition.config>;
type Settings = Required<Omit<Deps, 'bind'>>;

export interface Ports {
  readonly erp: Erp & Partial<Pick<Target, 'standing' | 'answersWithinMs'>>;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** A lease lasts at least a minute; a posting of several calls may take longer. */
const HEARTBEAT_MS = 15_000;

/** Nobody knows when an operator switches back; without an outbox that waits for it, ask now and then. */
const PAUSED_MS = 15_000;

/** For a connection that does not say it. */
const ANSWERS_WITHIN_MS = 90_000;

/** Units and decimals of Odoo change by hand and rarely. */
const CONSTANTS_MS = 600_000;

function constantsFor(clock: Clock): NonNullable<Deps['constants']> {
  let kept: { constants: Constants; atMs: number } | undefined;
  return {
    get: () => (kept && clock.now() - kept.atMs < CONSTANTS_MS ? kept.constants : undefined),
    set: (constants) => {
      kept = { constants, atMs: clock.now() };
    },
  };
}

/** Fields change when an administrator installs something. */
function descriptionsFor(clock: Clock): NonNullable<Deps['descriptions']> {
  const kept = new Map<string, { fields: Fields; atMs: number }>();
  return {
    get(model) {
      const known = kept.get(model);
      return known && clock.now() - known.atMs < CONSTANTS_MS ? known.fields : undefined;
    },
    set: (model, fields) => void kept.set(model, { fields, atMs: clock.now() }),
  };
}

export function writer(
  config: Pick<Config, 'unknownLots'> & Partial<Pick<Config, 'allowedMethods'>>,
  ports: Ports,
): Behaviour {
  const { clock, erp } = ports;
  const settings: Settings = {
    unknownLots: config.unknownLots,
    allowedMethods: (config.allowedMethods ?? '').split(/\s+/).filter((name) => name !== ''),
    constants: constantsFor(clock),
    descriptions: descriptionsFor(clock),
    travel: { nowMs: () => clock.now(), mostMs: erp.answersWithinMs ?? ANSWERS_WITHIN_MS },
  };
  return {
    async handle(message): Promise<Outcome> {
      const intent = intentSchema.safeParse(message.intent);
      if (!intent.success) return reject(noIntent(message, intent.error));
      const paused = pausedNow(intent.data, ports);
      if (paused) return paused;
      const answer = await post(intent.data, message, settings, ports);
      if (!answer.ok) return outcomeOf(answer.failure);
      return delivered(message, answer.value, ports.journal);
    },
  };
}

/** A posting that has begun is finished; a new one does not begin while nothing may be posted. */
function pausedNow(intent: Intent, { erp, clock }: Ports): Outcome | undefined {
  const standing = erp.standing?.();
  if (!standing || standing.mayPost) return undefined;
  const failure = pausedFailure(standing, whereOf(intent).on);
  const afterMs = standing.until === undefined ? PAUSED_MS : Math.max(0, standing.until - clock.now());
  return { kind: 'retry', failure, afterMs };
}

async function post(intent: Intent, message: Message, settings: Settings, ports: Ports): Promise<Result<Receipt>> {
  const { journal, erp } = ports;
  const ledger = await journal.orderLedger(intent.partition);
  if (!ledger.ok) return ledger;
  const direct = directLedger(intent, ledger.value, journal);
  const stop = message.delivery ? heartbeat(message.delivery, ports) : () => undefined;
  try {
    const receipt = await carryOut(erp, intent, direct.ledger, { ...settings, bind: direct.bind });
    if (!receipt.ok || message.delivery) return receipt;
    const kept = await direct.keep();
    return kept.ok ? receipt : kept;
  } finally {
    stop();
  }
}

async function delivered(message: Message, receipt: Receipt, journal: Journal): Promise<Outcome> {
  const written: Message = { ...message, receipt };
  if (!message.delivery) return { kind: 'pass', message: written, port: 'written', note: receipt.verdict };
  const settled = await journal.settle(message.delivery, { kind: 'delivered', receipt });
  // Posted and not settled: the next attempt finds it posted and settles then.
  if (!settled.ok) return outcomeOf(settled.failure);
  if (settled.value.kind === 'stale') return { kind: 'drop', reason: 'duplicate', note: 'another attempt has it' };
  return { kind: 'pass', message: written, port: 'written', note: receipt.verdict };
}

/** Keeps the lease while a long posting runs. */
function heartbeat(token: DeliveryToken, { journal, clock }: Ports): () => void {
  let cancel: () => void = () => undefined;
  const beat = (): void => {
    cancel = clock.after(HEARTBEAT_MS, () => {
      void journal.settle(token, { kind: 'still-working' });
      beat();
    });
  };
  beat();
  return () => cancel();
}

function outcomeOf(failure: Failure): Outcome {
  if (failure.class === 'unknown') return { kind: 'unknown', failure };
  return isRetryable(failure) ? { kind: 'retry', failure } : reject(failure);
}

function noIntent(message: Message, error: z.ZodError): Failure {
  const missing = message.intent === undefined;
  return {
    code: 'not-an-intent',
    class: 'data',
    attempted: 'post to Odoo',
    on: 'msg.intent',
    reason: missing ? 'the message carries no intent' : 'the intent is not complete',
    nextStep: 'Put a canonical mapper before this node and wire its output "mapped" here, through an outbox.',
    issues: missing
      ? []
      : error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), rule: issue.message })),
  };
}
