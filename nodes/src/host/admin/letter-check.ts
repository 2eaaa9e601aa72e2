/** Asks Odoo whether a letter's message is still right, with what the order's ledger knows. */
import type { DeadLetter } from '../../domain/delivery/dead-letter.ts';
import { eventText } from '../../domain/delivery/routing.ts';
import { explain, type Failure } from '../../domain/failure.ts';
import type { Journal, OrderLedger } from '../../domain/journal.ts';
import type { Intent } from '../../domain/odoo/intent.ts';
import { stillRight } from '../../domain/odoo/still-right.ts';
import type { Finding } from '../../domain/odoo/still-right-findings.ts';
import type { Erp, Result } from '../../domain/ports.ts';
import { systemInUse } from '../system-in-use.ts';

/** Findings, or why Odoo could not be asked. */
export type Checked =
  | { readonly kind: 'asked'; readonly findings: readonly Finding[] }
  | { readonly kind: 'not-asked'; readonly failure: Failure };

const NOTHING_KNOWN: OrderLedger = { facts: [], closedTags: [], untaken: 0 };

export async function checkLetter(
  erp: Result<Erp>,
  journal: Pick<Journal, 'orderLedger'>,
  letter: DeadLetter,
  intent: Intent | undefined = letter.message.intent,
): Promise<Checked> {
  if (!erp.ok) return { kind: 'not-asked', failure: erp.failure };
  const partition = intent?.partition ?? letter.lane;
  const ledger = partition === undefined ? undefined : await journal.orderLedger(partition);
  const at = eventText(letter.message, 'time');
  const order = partition?.split(':or:')[1];
  const subject = {
    now: new Date(systemInUse().clock.now()).toISOString(),
    ...(intent ? { intent } : {}),
    ...(order === undefined ? {} : { order }),
    ...(at === undefined ? {} : { at }),
    ...(letter.inDoubt ? { inDoubt: true } : {}),
  };
  const answer = await stillRight(erp.value, subject, ledger?.ok ? ledger.value : NOTHING_KNOWN);
  if (!answer.ok) return { kind: 'not-asked', failure: answer.failure };
  return { kind: 'asked', findings: answer.value };
}

/** Findings that forbid it unless a person says "all the same". */
export const stops = (checked: Checked): readonly Finding[] =>
  checked.kind === 'asked' ? checked.findings.filter(({ weight }) => weight === 'stop') : [];

/** For the audit: what the person was told. */
export const told = (checked: Checked): Readonly<Record<string, unknown>> =>
  checked.kind === 'asked'
    ? { asked: true, findings: checked.findings.map(({ code, weight, on }) => ({ code, weight, on })) }
    : { asked: false, why: checked.failure.reason };

export function answerOf(checked: Checked): Readonly<Record<string, unknown>> {
  if (checked.kind === 'not-asked') return { asked: false, findings: [], text: explain(checked.failure) };
  const { findings } = checked;
  const text = findings.map(({ on, reason, nextStep }) => `${on}: ${reason}. ${nextStep}`).join(' ');
  return { asked: true, findings, text: text || 'Nothing in Odoo speaks against it.' };
}
