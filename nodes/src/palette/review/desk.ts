/** What a person sees of what waits, and the line under the node. */
import type { Failure } from '../../domain/failure.ts';
import { choicesOf, isOpen, type Question, type Rules } from '../../domain/review/decision.ts';
import type { Waiting } from '../../host/desks.ts';
import type { StatusReport } from '../../host/node.ts';

export function waitingOf(
  questions: Iterable<Question>,
  config: Rules & { readonly title: string },
): readonly Waiting[] {
  const { title, twoPersons, afterDeadline } = config;
  return [...questions].filter(isOpen).map(({ id, state, event, askedMs, dueMs, isLate, votes }) => ({
    ...{ id, state, title, about: aboutOf(event), facts: factsOf(event), event, choices: choicesOf(config) },
    ...{ askedMs, isLate, twoPersons, afterDeadline },
    ...(dueMs === undefined ? {} : { dueMs }),
    votes: votes.map(({ actor, choice, reason }) => ({ actor, choice, reason })),
  }));
}

type Facts = Waiting['facts'];

const aboutOf = (event: Question['event']): string =>
  factsOf(event)
    .filter(({ name }) => !ORIGIN.some((one) => one === name))
    .map(({ value }) => value)
    .join(' · ');

const ORIGIN = ['type', 'source'] as const;

/** Subject, place, lot, quantity and reason: whatever of it the event has; then what it is and whence it comes. */
function factsOf(event: Question['event']): Facts {
  const { subject, data } = event;
  const at = (path: string): string | undefined => {
    const found = path
      .split('.')
      .reduce<unknown>((value, step) => (value as Readonly<Record<string, unknown>> | undefined)?.[step], data);
    return typeof found === 'string' ? found : undefined;
  };
  const quantity = at('quantity.value');
  const facts = [
    ['subject', readable(String(subject ?? ''))],
    ['place', at('locationId')],
    ['lot', at('lot.lotId')],
    ['quantity', quantity === undefined ? undefined : `${quantity} ${at('quantity.uom') ?? ''}`],
    ['reason', at('reason.text') ?? at('reason.code')],
  ] as const;
  const origin = ORIGIN.map((name) => [name, String(event[name] ?? '')] as const);
  return [...facts, ...origin].flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name, value }],
  );
}

/** A subject that is not encoded as it should be must not hide the others. */
function readable(subject: string): string {
  try {
    return decodeURIComponent(subject);
  } catch {
    return subject;
  }
}

export function reportOf(questions: Iterable<Question>, trouble: Failure | undefined): StatusReport {
  if (trouble) return { health: 'failed', text: trouble.reason };
  const open = [...questions].filter(isOpen);
  const late = open.filter(({ isLate }) => isLate).length;
  if (open.length === 0) return { health: 'idle', text: 'nothing to decide' };
  const text = `${open.length} to decide${late > 0 ? `, ${late} late` : ''}`;
  return { health: late > 0 ? 'degraded' : 'waiting', text };
}
