/** The OPC UA source: watches tags and alarms, and passes on what they say. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'opcua-source',
  version: 1,
  category: 'plant',
  role: 'source',
  label: 'OPC UA source',
  summary: 'Watches tags and alarms of an OPC UA server and passes on every change with its status and timestamps.',
  outputs: [
    { name: 'samples', carries: 'samples' },
    { name: 'alarms', carries: 'event of an alarm condition' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    endpoint: z.string().min(1).register(fields, { title: 'Endpoint', configNode: 'opcua-endpoint' }),
    watch: z
      .enum(['values', 'alarms', 'both'])
      .default('values')
      .register(fields, {
        title: 'What to watch',
        choices: { values: 'Values of tags', alarms: 'Alarms and conditions', both: 'Values and alarms' },
      }),
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
    journal: z.string().default('').register(fields, {
      title: 'Journal',
      help: 'Needed for alarms: it remembers what was told of each condition.',
      configNode: 'journal',
    }),
    notifier: z.string().min(1).default('i=2253').register(fields, {
      title: 'Notifier of alarms',
      help: 'Object that tells of alarms; i=2253 is the server with all of them.',
      picker: 'opcua-notifiers',
    }),
    severityFloor: z.coerce.number().int().min(1).max(1_000).default(1).register(fields, {
      title: 'Lowest severity',
      help: 'Alarms below it are not passed on (1 to 1000).',
    }),
    alarmQueue: z.coerce.number().int().min(10).max(100_000).default(1_000).register(fields, {
      title: 'Queue of alarms',
      help: 'Events the server keeps while the connection is broken; when it runs over, active alarms are told again.',
      unit: 'events',
      advanced: true,
    }),
  }),
  upgrades: [],
});
