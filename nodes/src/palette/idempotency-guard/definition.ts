/** The idempotency guard: the same fact passes once. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'idempotency-guard',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'idempotency guard',
  summary: 'Lets every business fact pass once, however often it is sent, and over restarts.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [
    { name: 'first', carries: 'event with its key reserved' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    leaseSeconds: z.coerce.number().min(1).max(3600).default(30).register(fields, {
      title: 'Lease',
      help: 'How long a message may take from here to the outbox before its key is free again.',
      unit: 's',
      advanced: true,
    }),
    volatile: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Fields that may differ',
      help: 'Paths in the data that change with every sending, such as printedAt or serials.*.scannedAt.',
      widget: 'list',
      advanced: true,
    }),
  }),
  upgrades: [],
});
