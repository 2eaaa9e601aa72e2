/** The MQTT source: events of a broker, acknowledged when they are durable here. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'mqtt-source',
  version: 1,
  category: 'plant',
  role: 'source',
  label: 'MQTT source',
  summary: 'Takes events from an MQTT broker and acknowledges each only after the journal holds it.',
  outputs: [
    { name: 'events', carries: 'event' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    broker: z.string().min(1).register(fields, { title: 'Broker', configNode: 'mqtt-broker' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    topics: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Topics',
      help: 'Such as mfg/v1/ACME/MUC1/+/+/+/_event/#. Empty: all events of the site.',
      widget: 'list',
    }),
    eventType: z.string().default('').register(fields, {
      title: 'Event type of plain data',
      help: 'CloudEvents are always read. Messages that are plain data become this event type, such as production.output.reported; empty: they are rejected.',
      picker: 'event-types',
    }),
    system: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .default('mes')
      .register(fields, { title: 'Sender of plain data', help: 'Name of the system that sends plain data.' }),
    timePath: z.string().default('interval.end').register(fields, {
      title: 'Time in plain data',
      help: 'Path of the field that says when it happened; without it the time of arrival counts.',
      advanced: true,
    }),
    clientId: z.string().default('').register(fields, {
      title: 'Client id',
      help: 'Name of the session at the broker. Empty: made of this node, the same after every restart.',
      advanced: true,
    }),
    sessionHours: z.coerce.number().min(1).max(8_760).default(168).register(fields, {
      title: 'Broker keeps messages for',
      help: 'While this appliance is not there (MQTT 5).',
      unit: 'h',
      advanced: true,
    }),
    inFlight: z.coerce.number().int().min(1).max(65_535).default(200).register(fields, {
      title: 'Unacknowledged messages',
      help: 'What the broker may send before the first of them is acknowledged (MQTT 5).',
      advanced: true,
    }),
    underWay: z.coerce.number().int().min(1).max(100_000).default(1_000).register(fields, {
      title: 'Messages in the flow',
      help: 'Taken in, but not yet in a queue or a dead letter. Beyond it the broker has to wait.',
      advanced: true,
    }),
  }),
  upgrades: [],
});
