/** HTTP request: a question to another system, its answer as the payload. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'http-request',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'HTTP request',
  summary: 'Asks another system over HTTP and passes on its answer.',
  inputs: [{ name: 'in', carries: 'event, or anything that asks' }],
  outputs: [
    { name: 'answer', carries: 'answer with the question' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    endpoint: z.string().min(1).register(fields, { title: 'HTTP endpoint', configNode: 'http-endpoint' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'The same journal as the outbox before this node, where there is one.',
      configNode: 'journal',
    }),
    handOn: z
      .enum(['nothing', 'everything'])
      .default('nothing')
      .register(fields, {
        title: 'Must not be lost behind this node',
        help: 'Answers that enter another outbox are kept until that outbox, a dead-letter queue or a filter has them, also over a power cut. Everything that is kept must end in one of them. Needs an outbox before this node.',
        choices: { nothing: 'Nothing: whoever asked asks again', everything: 'Every answer' },
        advanced: true,
      }),
    method: z
      .enum(['GET', 'POST', 'PUT'])
      .default('GET')
      .register(fields, { title: 'Method', help: 'The other side answers the same question twice without harm.' }),
    path: z
      .string()
      .regex(/^(\/[^\s#]*)?$/)
      .default('')
      .register(fields, {
        title: 'Path',
        help: 'Appended to the address of the endpoint. Braces stand for fields of the message: /stock/{data.materialId}?site={siteid}.',
      }),
    body: z
      .enum(['none', 'event', 'data'])
      .default('none')
      .register(fields, {
        title: 'Send along',
        choices: { none: 'Nothing', event: 'The message as it is', data: 'Only its data' },
      }),
  }),
  upgrades: [],
});
