/** The OPC UA source: watches tags and passes on what they say. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'opcua-source',
  version: 1,
  category: 'plant',
  role: 'source',
  label: 'OPC UA source',
  summary: 'Watches tags of an OPC UA server and passes on every change with its status and timestamps.',
  outputs: [{ name: 'samples', carries: 'samples' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    endpoint: z.string().min(1).register(fields, { title: 'Endpoint', configNode: 'opcua-endpoint' }),
    equipment: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Machines',
      help: 'Names or ISA-95 paths from the site pack of the endpoint; empty means every machine behind it, unless tags are listed.',
      widget: 'list',
      picker: 'endpoint-machines',
    }),
    tags: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Further tags',
      help: 'Node ids such as ns=1;s=Press1.State.',
      widget: 'list',
      picker: 'opcua-tags',
    }),
    samplingMs: z.coerce.number().int().min(10).max(3_600_000).default(500).register(fields, {
      title: 'Sampling interval',
      unit: 'ms',
    }),
    publishingMs: z.coerce.number().int().min(50).max(3_600_000).default(500).register(fields, {
      title: 'Publishing interval',
      help: 'One message leaves per interval in which something changed.',
      unit: 'ms',
      advanced: true,
    }),
    queueSize: z.coerce.number().int().min(10).max(10_000).default(200).register(fields, {
      title: 'Queue per tag',
      help: 'Changes the server keeps while the connection is broken.',
      unit: 'changes',
      advanced: true,
    }),
  }),
  upgrades: [],
});
