/** A text of a partner → for each interchange: the events it brings, what was refused and where, and the answer's parts. */
import type { Judged, JudgedGroup } from './answer.ts';
import type { Converter, Made } from './convert.ts';
import { despatch, shipNotice } from './convert-advice.ts';
import { orderAcknowledgement, orderResponseOf } from './convert-response.ts';
import type { EdiFault } from './fault.ts';
import { type Interchange, readInterchanges, type Transaction } from './interchange.ts';
import { findMap } from './messages/index.ts';
import { readMessage } from './read-message.ts';
import { refusalsIn, reportTold } from './refusals-told.ts';

const CONVERTERS: Readonly<Record<string, Converter>> = {
  '856': shipNotice,
  '855': orderAcknowledgement,
  DESADV: despatch,
  ORDRSP: orderResponseOf,
};

/** Messages that answer ours: they ask for no event and, by the standards, for no answer. */
const ANSWERS = new Set(['997', 'CONTRL', 'TA1']);

export interface JudgedMessage extends Judged {
  readonly events: readonly Made[];
  /** What the partner refused of what we sent, one sentence each. */
  readonly told: readonly string[];
}

export interface JudgedMessages extends JudgedGroup {
  readonly messages: readonly JudgedMessage[];
}

export interface JudgedInterchange {
  readonly interchange: Interchange;
  readonly groups: readonly JudgedMessages[];
  /** False for interchanges that only answer ours. */
  readonly wantsAnswer: boolean;
}

export type JudgedText = readonly (JudgedInterchange | { readonly fault: EdiFault })[];

export function judgeText(text: string): JudgedText {
  return readInterchanges(text).map((read) => ('fault' in read ? read : judgeInterchange(read.interchange)));
}

function judgeInterchange(interchange: Interchange): JudgedInterchange {
  const groups = interchange.groups.map(
    (group): JudgedMessages => ({
      group,
      messages: group.transactions.map((transaction) => {
        const judged = judgeMessage(transaction, interchange);
        const isBroken = interchange.faults.length + group.faults.length > 0;
        return isBroken ? { ...judged, events: [], told: [] } : judged;
      }),
    }),
  );
  const messages = groups.flatMap((group) => group.messages);
  return { interchange, groups, wantsAnswer: !messages.every(({ transaction }) => ANSWERS.has(transaction.type)) };
}

function judgeMessage(transaction: Transaction, interchange: Interchange): JudgedMessage {
  const { syntax } = interchange;
  const refused = (faults: readonly EdiFault[]): JudgedMessage => ({ transaction, faults, events: [], told: [] });
  if (transaction.type === '') return refused(transaction.faults);
  const [head] = transaction.segments;
  if (head?.tag === 'TA1') return { transaction, events: [], ...reportTold(head) };
  const map = findMap(syntax.standard, transaction.type);
  if (!map) return refused([...transaction.faults, unknownType(transaction)]);
  const { tree, faults } = readMessage(map, transaction, syntax);
  const known = [...transaction.faults, ...faults];
  if (known.length > 0) return refused(known);
  const convert = CONVERTERS[transaction.type];
  if (!convert) return { transaction, faults: [], events: [], told: refusalsIn(tree, transaction.type) };
  const made = convert({ tree, transaction, interchange });
  return made.faults.length > 0 ? refused(made.faults) : { transaction, faults: [], events: made.events, told: [] };
}

const unknownType = ({ type, segments }: Transaction): EdiFault => ({
  code: 'message-unknown',
  segment: segments[0]?.tag ?? '',
  position: 1,
  element: segments[0]?.tag === 'ST' ? 1 : 2,
  value: type,
  reason: `message type ${type} is not served`,
});
