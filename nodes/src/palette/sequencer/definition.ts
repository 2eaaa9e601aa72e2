/** The sequencer: messages leave in the order in which their source numbered them. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'sequencer',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'sequencer',
  summary: 'Puts messages back in the order their source numbered them, and names what stayed missing.',
  inputs: [{ name: 'in', carries: 'message with a number' }],
  outputs: [
    { name: 'ordered', carries: 'message, in its turn' },
    { name: 'gaps', carries: 'notice: numbers that did not come in time' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'Holds what waits; a restart loses nothing.',
      configNode: 'journal',
    }),
    scopePath: z.string().min(1).default('source').register(fields, {
      title: 'Path of the scope',
      help: 'Messages with the same value here are one row of numbers.',
    }),
    numberPath: z.string().min(1).default('sequence').register(fields, {
      title: 'Path of the number',
      help: 'A whole number, or the sequence of an event (epoch and count).',
    }),
    begins: z
      .enum(['first', 'one'])
      .default('first')
      .register(fields, {
        title: 'A row begins with',
        choices: { first: 'Whatever comes first', one: 'Number 1' },
      }),
    waitSeconds: z.coerce.number().min(1).max(86_400).default(30).register(fields, {
      title: 'Wait for missing numbers',
      help: 'No message waits longer than this.',
      unit: 's',
    }),
    onGap: z
      .enum(['pass', 'reject'])
      .default('pass')
      .register(fields, {
        title: 'When a number stays missing',
        help: 'The message right behind the gap; what follows it without a gap goes on in any case.',
        choices: { pass: 'Goes on, gap named', reject: 'To the dead letters' },
      }),
    onLate: z
      .enum(['pass', 'reject'])
      .default('reject')
      .register(fields, {
        title: 'When it comes after all',
        choices: { pass: 'Goes on at once', reject: 'To the dead letters' },
      }),
    unnumbered: z
      .enum(['pass', 'reject'])
      .default('reject')
      .register(fields, {
        title: 'Without number or scope',
        choices: { pass: 'Goes on at once', reject: 'To the dead letters' },
      }),
    most: z.coerce.number().int().min(1).max(10_000).default(1_000).register(fields, {
      title: 'Messages of a scope that may wait',
      help: 'Beyond it messages are refused; the one that is waited for never is.',
      advanced: true,
    }),
  }),
  upgrades: [],
});

export type Config = z.output<typeof definition.config>;
