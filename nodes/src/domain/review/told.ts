/** What others are told of a question: that it waits, that it is late, how it ended. Persons stand there by a pseudonym. */
import { buildEvent } from '../canonical/build.ts';
import type { Envelope } from '../envelope.ts';
import type { Hash, Result } from '../ports.ts';
import type { SitePack } from '../site/pack.ts';
import { choicesOf, type Question, type Rules } from './decision.ts';

interface About {
  readonly title: string;
  readonly pack: Pick<SitePack, 'enterprise' | 'site'>;
  readonly rules: Rules;
  readonly hash: Hash;
  readonly nowMs: number;
}

export function requestedEvent(question: Question, level: 'asked' | 'overdue', about: About): Result<Envelope> {
  const { dueMs, askedMs } = question;
  return buildEvent(
    'integration.decision.requested',
    {
      ...headOf(question, about),
      choices: [...choicesOf(about.rules)],
      level,
      askedAt: instant(askedMs),
      ...(dueMs === undefined ? {} : { dueAt: instant(dueMs) }),
    },
    attributes(question, about),
    about.hash,
  );
}

export function decidedEvent(question: Question, about: About): Result<Envelope> {
  const { state, votes, isLapsed, endedMs } = question;
  const choice = isLapsed || state === 'withdrawn' ? undefined : votes.at(-1)?.choice;
  return buildEvent(
    'integration.decision.decided',
    {
      ...headOf(question, about),
      outcome: state === 'open' || state === 'second' ? 'withdrawn' : state,
      ...(choice === undefined ? {} : { choice }),
      isLapsed,
      decidedAt: instant(endedMs ?? about.nowMs),
      by: votes.map(({ actor, atMs, reason }) => ({
        personId: `p:${about.hash(actor).slice(0, 8)}`,
        at: instant(atMs),
        reason: reason.slice(0, 1_000),
      })),
    },
    attributes(question, about),
    about.hash,
  );
}

const instant = (ms: number): string => new Date(ms).toISOString();

function headOf({ id, event }: Question, { title }: About) {
  const { type, subject } = event;
  return { decisionId: id, title, about: { type: String(type), subject: String(subject ?? '') } };
}

function attributes({ event }: Question, { pack, nowMs }: About) {
  const at = instant(nowMs);
  return {
    ...{ enterprise: pack.enterprise, site: pack.site, system: 'plantwire', time: at, recordedtime: at },
    ...{ timequality: 'synced' as const, sequence: { epoch: 0, counter: 0 } },
    ...(typeof event['id'] === 'string' ? { causationid: event['id'] } : {}),
  };
}
