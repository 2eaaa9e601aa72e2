/** What somebody has to answer: a nonconformance, a failed test or a hold, by its name; and the scopes that follow. */
import { z } from 'zod';
import { code } from '../blocks.ts';
import type { KeyScope } from '../definition.ts';
import { subject } from '../scopes.ts';

export const escalatedFields = {
  about: z.enum(['nonconformance', 'test', 'hold']),
  /** `ncId`, `testId` or `dispositionId` of the events about it. */
  subjectId: code,
};

interface Escalated {
  readonly about: string;
  readonly subjectId: string;
}

export const escalatedPartition = ({ about, subjectId }: Escalated, { site }: KeyScope): string =>
  `${site}:escalation:${about}:${subjectId}`;

export const escalatedSubject = ({ about, subjectId }: Escalated): string => subject(about, subjectId);

const PROCESS: Readonly<Record<string, string>> = { nonconformance: 'nc', test: 'test', hold: 'disp' };

export const escalatedCorrelation = ({ about, subjectId }: Escalated, { enterprise }: KeyScope): string =>
  `${PROCESS[about] ?? about}:${enterprise}:${subjectId}`;
