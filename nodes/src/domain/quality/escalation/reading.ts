/** What an event says about a matter that somebody has to answer. Everything else is none of the ladder's business. */
import { z } from 'zod';
import { typeParts } from '../../canonical/definition.ts';
import { dispositionChanged } from '../../canonical/quality/disposition-changed.ts';
import { escalationAcknowledged } from '../../canonical/quality/escalation-acknowledged.ts';
import { nonconformanceChanged } from '../../canonical/quality/nonconformance-changed.ts';
import { testReported } from '../../canonical/quality/test-reported.ts';
import type { Matter, Word } from './matter.ts';

export type About = 'nonconformance' | 'test' | 'hold';

export type Said =
  | { readonly kind: 'word'; readonly subject: string; readonly word: Word; readonly facts: Matter['facts'] }
  | { readonly kind: 'person'; readonly subject: string; readonly by: string }
  | { readonly kind: 'nothing' };

export const subjectOf = (about: About, id: string): string => `${about} ${id}`;

const envelope = z.object({ id: z.string(), type: z.string(), time: z.iso.datetime({ offset: true }) });
const NOTHING: Said = { kind: 'nothing' };

export function readEvent(event: unknown): Said {
  const parsed = envelope.safeParse(event);
  if (!parsed.success) return NOTHING;
  const { id, type, time } = parsed.data;
  const data: unknown = Reflect.get(event as object, 'data');
  const read = READERS[typeParts(type)?.name ?? ''];
  return read ? read(data, Date.parse(time), id) : NOTHING;
}

const READERS: Readonly<Record<string, (data: unknown, atMs: number, event: string) => Said>> = {
  'quality.nonconformance.changed': (given, atMs, event) => {
    const { success, data } = nonconformanceChanged.reader.safeParse(given);
    if (!success) return NOTHING;
    const { ncId, revision: order, status, severity } = data;
    const facts = factsOf('nonconformance', ncId, event, { ...data, text: data.description });
    const subject = subjectOf('nonconformance', ncId);
    if (status === 'opened')
      return { kind: 'word', subject, facts, word: { kind: 'open', order, atMs, ladder: severity } };
    return { kind: 'word', subject, facts, word: { kind: status === 'closed' ? 'closed' : 'acknowledged', order } };
  },
  'quality.test.reported': (given, atMs, event) => {
    const { success, data } = testReported.reader.safeParse(given);
    if (!success) return NOTHING;
    const { testId, revision: order, overall, testSpecificationId } = data;
    const facts = factsOf('test', testId, event, { ...data, text: `${testSpecificationId}: ${overall}` });
    const subject = subjectOf('test', testId);
    if (overall === 'pass') return { kind: 'word', subject, facts, word: { kind: 'closed', order } };
    const ladder = overall === 'fail' ? 'major' : 'minor';
    return { kind: 'word', subject, facts, word: { kind: 'open', order, atMs, ladder } };
  },
  'quality.disposition.changed': (given, atMs, event) => {
    const { success, data } = dispositionChanged.reader.safeParse(given);
    if (!success) return NOTHING;
    const { dispositionId, action, effectiveAt, reason } = data;
    const facts = factsOf('hold', dispositionId, event, { ...data, text: reason?.text ?? action });
    const subject = subjectOf('hold', dispositionId);
    const order = Date.parse(effectiveAt);
    if (action === 'hold') return { kind: 'word', subject, facts, word: { kind: 'open', order, atMs, ladder: 'hold' } };
    return { kind: 'word', subject, facts, word: { kind: 'closed', order } };
  },
  'quality.escalation.acknowledged': (given) => {
    const { success, data } = escalationAcknowledged.reader.safeParse(given);
    if (!success) return NOTHING;
    return { kind: 'person', subject: subjectOf(data.about, data.subjectId), by: data.acknowledgedBy };
  },
};

interface Told {
  readonly text: string;
  readonly material?: { readonly materialDefinitionId: string } | undefined;
  readonly lot?: { readonly lotId: string } | undefined;
  readonly operationsRequestId?: string | undefined;
}

const factsOf = (about: About, subjectId: string, causedBy: string, told: Told): Matter['facts'] => ({
  ...{ about, subjectId, causedBy, text: told.text.slice(0, 1_000) },
  ...(told.material ? { material: { materialDefinitionId: told.material.materialDefinitionId } } : {}),
  ...(told.lot ? { lot: { lotId: told.lot.lotId } } : {}),
  ...(told.operationsRequestId === undefined ? {} : { operationsRequestId: told.operationsRequestId }),
});
