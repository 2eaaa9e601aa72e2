/** Event publish: events to an MQTT broker, each at its place in the topic tree. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'event-publish',
  version: 1,
  category: 'events',
  role: 'sink',
  label: 'event publish',
  summary: 'Publishes events to an MQTT broker, each at its place in the topic tree.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [
    { name: 'published', carries: 'event with receipt' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    broker: z.string().min(1).register(fields, { title: 'Broker', configNode: 'mqtt-broker' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'The same journal as the outbox before this node.',
      configNode: 'journal',
    }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    namespace: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,40}$/)
      .default('mfg')
      .register(fields, { title: 'Root of the topics', help: 'First level of every topic.' }),
    lastState: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Kept as last state',
      help: 'Event types whose latest event also stays at the broker, under _state, for whoever subscribes later.',
      widget: 'list',
      picker: 'event-types',
    }),
    topic: z
      .string()
      .regex(/^[^+#]*$/)
      .default('')
      .register(fields, {
        title: 'Topic of your own',
        help: 'Instead of the place in the tree. Events from Odoo are refused there: a topic outside the tree may be a command to a machine.',
        advanced: true,
      }),
    clientId: z.string().default('').register(fields, {
      title: 'Client id',
      help: 'Name of the connection at the broker. Empty: made of this node, the same after every restart.',
      advanced: true,
    }),
  }),
  upgrades: [],
});
