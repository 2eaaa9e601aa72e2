/** The event filter: alarms become as few maintenance requests as somebody can act on, values as few as say something. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

const ofWhat = () => z.enum(['percent', 'absolute']).default('percent');
const ofChoices = { percent: '% of the value told last', absolute: 'The unit of the tag' };

const tag = z.object({
  tag: z.string().default('').register(fields, { title: 'Tag' }),
  deadband: z.string().default('').register(fields, { title: 'Deadband' }),
  of: ofWhat().register(fields, { title: 'In', choices: ofChoices }),
  holdMs: z.string().default('').register(fields, { title: 'Hold (ms)' }),
  repeatMinutes: z.string().default('').register(fields, { title: 'Every (min)' }),
});

export const definition = defineNode({
  type: 'event-filter',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'event filter',
  summary:
    'Turns alarms into as few maintenance requests as somebody can act on, and lets values pass only as they change.',
  inputs: [{ name: 'in', carries: 'event of an alarm condition, or samples' }],
  outputs: [
    { name: 'requests', carries: 'event: maintenance is asked for' },
    { name: 'notices', carries: 'event: flood, what was held back in an hour' },
    { name: 'rejected', carries: 'failure' },
    { name: 'values', carries: 'samples that say something new' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Its alarm list says which alarms ask for work; its limits say how much. For values it has the registers of Modbus.',
      configNode: 'site-pack',
    }),
    content: z
      .enum(['alarms', 'values'])
      .default('alarms')
      .register(fields, {
        title: 'Filters',
        help: 'What stands below is for values alone.',
        choices: { alarms: 'Alarms, by the list of the site pack', values: 'Values of tags' },
      }),
    deadband: z.coerce.number().min(0).max(1_000_000_000).default(1).register(fields, {
      title: 'Deadband',
      help: 'A number is told when it is further than this from the one told last; 0: at every change.',
    }),
    deadbandOf: ofWhat().register(fields, {
      title: 'Deadband is in',
      help: 'Choose the unit of the tag where values come near zero: one percent of zero is nothing.',
      choices: ofChoices,
    }),
    holdMs: z.coerce.number().int().min(0).max(3_600_000).default(1_000).register(fields, {
      title: 'Must hold for',
      help: 'What comes and goes faster is a bounce; 0: every change counts.',
      unit: 'ms',
    }),
    repeatMinutes: z.coerce.number().min(0).max(10_080).default(60).register(fields, {
      title: 'Tell at least every',
      help: 'What was heard last is told again when nothing was told for so long; 0: never.',
      unit: 'min',
    }),
    tags: z.array(tag).default([]).register(fields, {
      title: 'Single tags',
      help: 'A tag, or its beginning and *. What is empty is as above.',
      widget: 'table',
    }),
    modbusEndpoint: z.string().default('').register(fields, {
      title: 'Modbus endpoint',
      help: 'Endpoint of the site pack whose register map applies to register blocks; needed when there are several.',
      picker: 'endpoints',
      advanced: true,
    }),
  }),
  upgrades: [],
});

export type Config = z.output<typeof definition.config>;
