/** One message with an intent in, one receipt out. Works from an outbox (settling by its token) and without one. */
import type { z } from 'zod';
import { pausedFailure, type Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message, Receipt } from '../../domain/message.ts';
import { carryOut, whereOf } from '../../domain/odoo/carry-out.ts';
import type { Constants, Deps } from '../../domain/odoo/deps.ts';
import { type Intent, intentSchema } from '../../domain/odoo/intent.ts';
import type { Fields } from '../../domain/odoo/values/field.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import type { Clock, Erp, Result } from '../../domain/ports.ts';
import { delivered, keepLease, outcomeOfFailure } from '../../host/delivery.ts';
import type { HandingOn } from '../../host/handing-on.ts';
import type { Behaviour } from '../../host/node.ts';
import type { definition } from './definition.ts';
import { directLedger } from './direct.ts';

type Config = z.output<typeof definition.config>;
type Settings = Required<Omit<Deps, 'bind'>>;

export interface Ports {
  /** For what enters another queue behind this node. */
  readonly handing?: HandingOn;
  readonly erp: Erp & Partial<Pick<Target, 'standing' | 'answersWithinMs'>>;
  readonly journal: Journal;
  readonly clock: Clock;
}

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
      return answer.ok
        ? delivered(message, answer.value, 'written', ports.journal, ports.handing)
        : outcomeOfFailure(answer.failure);
    },
    close: async () => ports.handing?.close(),
  };
}

/** Which messages a queue behind this node waits for; `undefined` when none does. */
export function handedOn({ handOn, handOnValue }: Pick<Config, 'handOn' | 'handOnValue'>) {
  if (handOn === 'nothing') return undefined;
  return ({ receipt }: Message): boolean => {
    if (handOn === 'everything') return true;
    const value = (receipt?.readBack as Readonly<Record<string, unknown>> | undefined)?.[handOnValue];
    return value !== undefined && value !== null;
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
  const stop = keepLease(message.delivery, journal, ports.clock);
  try {
    const receipt = await carryOut(erp, intent, direct.ledger, { ...settings, bind: direct.bind });
    if (!receipt.ok || message.delivery) return receipt;
    const kept = await direct.keep();
    return kept.ok ? receipt : kept;
  } finally {
    stop();
  }
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
