/** Failures of the escalation node, in words. */
import type { Failure } from '../../domain/failure.ts';

export const noLadders = (pack: string): Failure => ({
  code: 'escalation-missing',
  class: 'configuration',
  attempted: 'find who is told when nobody answers',
  on: `site pack ${pack}`,
  reason: 'it has no "escalation"',
  nextStep:
    'Enter under "escalation" the steps by severity: "critical": [{ "role": "quality-lead", "afterMinutes": 0, "channel": "mail" }].',
});

export const unknownMatter = (subject: string, by: string): Failure => ({
  code: 'escalation-unknown',
  class: 'data',
  attempted: `take the word of ${by}`,
  on: subject,
  reason: 'nobody was told of it here',
  nextStep: 'Compare "about" and "subjectId" with what was told; replay it when the matter is known.',
});
