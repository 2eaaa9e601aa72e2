/** The acknowledgement node: what was asked of another system, what it said, and who has not answered in time. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

const list = z.array(z.string().min(1).max(120));

export const definition = defineNode({
  type: 'acknowledgement',
  version: 1,
  category: 'operations',
  role: 'step',
  label: 'acknowledgement',
  summary: 'Waits for answers: what was asked of a system, what it said, and who has not answered in time.',
  inputs: [{ name: 'in', carries: 'event that asks or answers' }],
  outputs: [
    { name: 'send', carries: 'event that asks, once' },
    { name: 'answers', carries: 'event that answers' },
    { name: 'overdue', carries: 'event: nobody answered in time' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Its interfaces say how long each system may take.',
      configNode: 'site-pack',
    }),
    interface: z.string().min(1).max(80).register(fields, {
      title: 'Interface',
      help: 'Name under "interfaces" in the site pack, such as mes.',
    }),
    asks: list.min(1).default(['operations.request.released']).register(fields, {
      title: 'These ask',
      help: 'Event types without prefix and version, such as operations.request.released.',
      widget: 'list',
    }),
    recalls: list.default([]).register(fields, {
      title: 'Of these, take back',
      help: 'Event types that take back what was asked before, such as operations.request.cancelled.',
      widget: 'list',
    }),
    answers: list.min(1).default(['operations.request.acknowledged']).register(fields, {
      title: 'These answer',
      widget: 'list',
    }),
    subject: z.string().min(1).max(80).default('operationsRequestId').register(fields, {
      title: 'About',
      help: 'Field of the data, in questions and answers alike, that names the order, the delivery, …',
    }),
    revision: z.string().max(80).default('requestVersion').register(fields, {
      title: 'Revision',
      help: 'Field of the data that numbers its revisions. Empty: everything is asked once.',
    }),
    decision: z.string().max(80).default('decision').register(fields, {
      title: 'Decision',
      help: 'Field of an answer’s data that says yes or no. Empty: every answer is a yes.',
    }),
    refusing: list.default(['rejected']).register(fields, {
      title: 'Refuses',
      help: 'Values of the decision that mean no.',
      widget: 'list',
      advanced: true,
    }),
    partly: list.default(['partial']).register(fields, {
      title: 'Accepts in part',
      widget: 'list',
      advanced: true,
    }),
    interim: list.default([]).register(fields, {
      title: 'Only on the way',
      help: 'Values of the decision after which the answer is still awaited.',
      widget: 'list',
      advanced: true,
    }),
    strangers: z
      .enum(['reject', 'pass'])
      .default('reject')
      .register(fields, {
        title: 'Answers that nobody asked for',
        choices: { reject: 'Put aside', pass: 'Pass on' },
        advanced: true,
      }),
    keepDays: z.coerce.number().int().min(1).max(3_650).default(60).register(fields, {
      title: 'Remember for',
      help: 'Counts from the last word about something that is settled.',
      unit: 'd',
      advanced: true,
    }),
  }),
  upgrades: [],
});
