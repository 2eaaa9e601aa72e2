/** The functional acknowledgement of one interchange: whether there is one, its text, and the event that carries it. */
import { buildEvent } from '../../domain/canonical/build.ts';
import { events, eventType } from '../../domain/canonical/registry.ts';
import { acknowledge } from '../../domain/edi/acknowledge.ts';
import type { JudgedInterchange } from '../../domain/edi/judge.ts';
import { partnerName } from '../../domain/edi/partner.ts';
import type { Message } from '../../domain/message.ts';
import { type Hash, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { valueAt } from '../../domain/validation/wording.ts';
import type { Arrived } from '../../host/intake.ts';

export interface AnswerParts {
  readonly judged: JudgedInterchange;
  /** The partner used the control number before, for other content. */
  readonly isReused: boolean;
  /** Control number of the answer, and the moment it was given first. */
  readonly number: number;
  readonly at: string;
  readonly sending: number;
  readonly nowMs: number;
  readonly system: string;
  readonly pack: Pick<SitePackResource['pack'], 'enterprise' | 'site' | 'timeZone'>;
}

const ISSUED = eventType(events['integration.document.issued']);

export const isAnswer = ({ event }: Message): boolean => valueAt(event, ['type']) === ISSUED;

/** The same parts give the same text. */
export function answerText(which: 'all' | 'refused' | 'none', parts: AnswerParts): string | undefined {
  const { judged, isReused, number, at, pack } = parts;
  const { interchange, groups, wantsAnswer } = judged;
  const isWhole = interchange.faults.length === 0 && !isReused;
  const isRefused = !isWhole || groups.some(({ messages }) => messages.some(({ faults }) => faults.length > 0));
  if (!wantsAnswer || which === 'none' || (which === 'refused' && !isRefused)) return undefined;
  // A 997 speaks of groups and sets; a broken or repeated envelope has no words in it.
  if (interchange.syntax.standard === 'x12' && !isWhole) return undefined;
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: pack.timeZone, dateStyle: 'short', timeStyle: 'short' });
  const [date = '', time = ''] = wall.format(Date.parse(at)).split(' ');
  const moment = { date: date.replaceAll('-', ''), time: time.replace(':', '') };
  return acknowledge(interchange, groups, { control: number, at: moment }, isReused);
}

export function answerEvent(parts: AnswerParts, text: string, hash: Hash): Result<readonly Arrived[]> {
  const { judged, number, sending, nowMs, system, pack } = parts;
  const { interchange } = judged;
  const time = new Date(nowMs).toISOString();
  const control = printable(interchange.control);
  const { receiver } = interchange;
  const sender = printable([receiver.qualifier, receiver.id].filter((part) => part !== '').join(':'));
  const data = {
    ...{ documentId: String(number).padStart(9, '0'), sending, text },
    recipient: printable(partnerName(interchange)),
    kind: interchange.syntax.standard === 'x12' ? '997' : 'CONTRL',
    ...(control === '' ? {} : { answers: control }),
    ...(sender === '' ? {} : { sender }),
  };
  const { enterprise, site } = pack;
  const attributes = { enterprise, site, system, time, recordedtime: time, timequality: 'synced' as const };
  const numbered = { ...attributes, sequence: { epoch: 0, counter: 0 } };
  const built = buildEvent('integration.document.issued', data, numbered, hash);
  if (!built.ok) return built;
  return ok([{ identity: ['answer', built.value.id], message: { event: built.value, trail: [] } }]);
}

const printable = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 80);
