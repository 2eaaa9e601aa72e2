/**
 * A corrected message, checked before it goes out again: the event against its contract, the intent against the site's
 * maps. Key, event id and order stay what they were, so that a correction can neither post a second fact nor jump the
 * queue. What Odoo makes of its references is asked afterwards (`odoo/still-right.ts`).
 */
import { z } from 'zod';
import type { Envelope } from '../envelope.ts';
import type { Failure } from '../failure.ts';
import type { Mapper } from '../mapping/apply.ts';
import type { Message } from '../message.ts';
import { type Intent, intentSchema } from '../odoo/intent.ts';
import { fail, ok, type Result } from '../ports.ts';
import type { EventValidator } from '../validation/compile.ts';
import type { DeadLetter } from './dead-letter.ts';
import { type Change, changesBetween } from './dead-letter-changes.ts';
import { redact } from './dead-letter-redaction.ts';
import { eventText } from './routing.ts';

/** What a person entered; a part that is absent stays as it was. */
export interface Entered {
  readonly event?: unknown;
  readonly intent?: unknown;
}

export interface CorrectionTools {
  readonly validate: EventValidator;
  /** The site's maps; without them an intent is corrected by hand. */
  readonly map?: Mapper;
}

export interface Correction {
  readonly message: Message;
  readonly changes: readonly Change[];
  /** What Odoo shall do, also where the message will be mapped only on its way. */
  readonly intent?: Intent;
}

export function correct(letter: DeadLetter, entered: Entered, tools: CorrectionTools): Result<Correction> {
  const { message } = letter;
  const event = redact(entered.event === undefined ? message.event : entered.event);
  const checked = isEvent(event) ? tools.validate(event) : ok(event);
  if (!checked.ok && entered.event !== undefined) return checked;
  const moved = entered.event === undefined ? undefined : identityChanged(letter, checked.ok ? checked.value : event);
  if (moved) return fail(moved);
  if (message.intent) return correctMapped(letter, message.intent, event, entered, tools);
  const corrected = { ...message, event };
  const mapped = checked.ok && isEvent(event) ? tools.map?.(checked.value as Envelope) : undefined;
  if (mapped && !mapped.ok) return mapped;
  const intent = mapped?.value.kind === 'intent' ? { intent: mapped.value.intent } : {};
  return ok({ message: corrected, changes: changesBetween(message.event, event), ...intent });
}

/** It goes back behind the mapper: what Odoo shall do follows from the event, or is entered with it. */
function correctMapped(
  letter: DeadLetter,
  stored: Intent,
  event: unknown,
  entered: Entered,
  tools: CorrectionTools,
): Result<Correction> {
  const intent =
    entered.intent === undefined ? remapped(letter, stored, event, tools) : readIntent(letter, entered.intent);
  if (!intent.ok) return intent;
  const { key, partition } = intent.value;
  if (key !== stored.key || partition !== stored.partition) return fail(refuse(letter, 'key-changed'));
  const before = { event: letter.message.event, intent: stored };
  const message = { ...letter.message, event, intent: intent.value };
  return ok({ message, intent: intent.value, changes: changesBetween(before, { event, intent: intent.value }) });
}

function readIntent(letter: DeadLetter, entered: unknown): Result<Intent> {
  const parsed = intentSchema.safeParse(entered);
  return parsed.success ? ok(parsed.data) : fail(refuse(letter, 'intent-invalid', z.prettifyError(parsed.error)));
}

/** Only where the site's maps would have made the stored intent too: a flow may map in its own way. */
function remapped(letter: DeadLetter, stored: Intent, event: unknown, { map }: CorrectionTools): Result<Intent> {
  const before = map && isEvent(letter.message.event) ? map(letter.message.event as Envelope) : undefined;
  const isOurs =
    before?.ok && before.value.kind === 'intent' && changesBetween(stored, before.value.intent).length === 0;
  if (!map || !isOurs) return fail(refuse(letter, 'intent-needed'));
  const now = map(event as Envelope);
  if (!now.ok) return now;
  return now.value.kind === 'intent' ? ok(now.value.intent) : fail(refuse(letter, 'nothing-left', now.value.note));
}

/** A message that never passed the validator has no key yet that anybody could know. */
function identityChanged(letter: DeadLetter, event: unknown): Failure | undefined {
  if (letter.failure.code === 'key-mismatch' || letter.failure.code === 'event-invalid') return undefined;
  const now = { event, trail: [] };
  const id = eventText(letter.message, 'id');
  if (id !== undefined && eventText(now, 'id') !== id) return refuse(letter, 'key-changed');
  const isSame = (known: string | undefined, attribute: string): boolean =>
    known === undefined || eventText(now, attribute) === undefined || eventText(now, attribute) === known;
  const isKept = isSame(letter.key, 'idempotencykey') && isSame(letter.lane, 'partitionkey');
  return isKept ? undefined : refuse(letter, 'key-changed');
}

const isEvent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';

const REFUSALS = {
  'key-changed': [
    'key, id or order of the message would change',
    'Keep id, key and order. When the fact belongs to another order, discard this message and report it there.',
  ],
  'intent-invalid': ['the intent is not complete', 'Correct the named fields of the intent.'],
  'intent-needed': [
    'it was mapped already, and the maps of the site do not lead to what it says',
    'Correct the intent as well: it says what Odoo shall do.',
  ],
  'nothing-left': ['the corrected event asks nothing of Odoo', 'Discard the message instead, with the reason.'],
} as const;

function refuse(letter: DeadLetter, code: keyof typeof REFUSALS, cause?: string): Failure {
  const [reason, nextStep] = REFUSALS[code];
  const failure = { code, class: 'data' as const, attempted: 'correct a message', reason, nextStep };
  return { ...failure, on: `dead letter ${letter.id}`, ...(cause ? { cause } : {}) };
}
