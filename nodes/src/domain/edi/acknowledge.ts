/** The functional acknowledgement of an interchange: 997 for the groups of X12, one CONTRL for EDIFACT. */
import type { JudgedGroup, Numbering } from './answer.ts';
import { write997 } from './answer-997.ts';
import { writeContrl } from './answer-contrl.ts';
import type { Interchange } from './interchange.ts';

/** `duplicate`: the partner has sent this interchange before with other content. */
export function acknowledge(
  interchange: Interchange,
  groups: readonly JudgedGroup[],
  numbering: Numbering,
  isDuplicate = false,
): string {
  return interchange.syntax.standard === 'x12'
    ? write997(interchange, groups.filter(isOfMessages), numbering)
    : writeContrl(interchange, groups, numbering, isDuplicate);
}

/** A report on an interchange of ours (TA1) is not answered. */
const isOfMessages = ({ messages }: JudgedGroup): boolean =>
  messages.length === 0 || messages.some(({ transaction }) => transaction.type !== 'TA1');
