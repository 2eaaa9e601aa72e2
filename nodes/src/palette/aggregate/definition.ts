/** The aggregate: many facts become one event per window of time, with a revision when something comes late. */
import { z } from 'zod';
import { HOW } from '../../domain/operations/figures.ts';
import { defineNode, fields } from '../../host/define.ts';

const figure = z.object({
  name: z.string().default(''),
  how: z.enum(HOW).default('sum'),
  of: z.string().default(''),
  type: z.string().default(''),
});

export const definition = defineNode({
  type: 'aggregate',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'aggregate',
  summary: 'Sums up events over shifts, hours or sessions, and says a window again when something came late.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [
    { name: 'summaries', carries: 'event: what a window came to' },
    { name: 'events', carries: 'event that came in, after it was counted' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Gives shifts, time zone, machines and planned times per unit (cycleTimes).',
      configNode: 'site-pack',
    }),
    content: z
      .enum(['performance', 'figures'])
      .default('performance')
      .register(fields, {
        title: 'Sums up',
        help: 'Performance makes equipment.kpi.reported of output, scrap, standstills and energy, by ISO 22400. Chosen figures make operations.figures.reported.',
        choices: { performance: 'Performance of a line', figures: 'Figures chosen below' },
      }),
    windows: z
      .enum(['shift', 'length', 'pause'])
      .default('shift')
      .register(fields, {
        title: 'Windows',
        help: 'Lengths are counted from midnight of the plant. A session lasts until nothing happens for so long. Performance knows shifts, hours and days.',
        choices: { shift: 'Shifts of the site', length: 'Fixed length', pause: 'Sessions, ended by a pause' },
      }),
    minutes: z.coerce.number().int().min(1).max(1_440).default(60).register(fields, {
      title: 'Length or pause',
      help: '1440 is the local day, also when clocks are set.',
      unit: 'min',
    }),
    by: z
      .enum(['line', 'machine', 'site', 'path'])
      .default('line')
      .register(fields, {
        title: 'For each',
        choices: { line: 'Line (work centre)', machine: 'Machine', site: 'Site', path: 'Value of the path below' },
      }),
    keyPath: z.string().default('').register(fields, {
      title: 'Path of the key',
      help: 'Such as data.operationsRequestId, where figures are wanted for each value of it.',
    }),
    figures: z.array(figure).default([]).register(fields, {
      title: 'Figures',
      help: 'Name, how (count, sum, min, max, mean over time, states), path of the value, event type (empty: every type).',
      widget: 'table',
    }),
    passOn: z.boolean().default(false).register(fields, {
      title: 'Pass events on',
      help: 'Each event leaves by "events" after it was counted. Off: it ends here.',
    }),
    graceMinutes: z.coerce.number().min(0).max(1_440).default(5).register(fields, {
      title: 'Wait after the end',
      help: 'What is under way when a window ends has so long to arrive.',
      unit: 'min',
    }),
    quietSeconds: z.coerce.number().min(0).max(3_600).default(60).register(fields, {
      title: 'Gather late events',
      help: 'Late events that come closer together than this share one revision.',
      unit: 's',
      advanced: true,
    }),
    keepDays: z.coerce.number().min(1).max(60).default(14).register(fields, {
      title: 'Late events are taken for',
      help: 'What is later is rejected, never lost: a window of that age changes no more.',
      unit: 'days',
      advanced: true,
    }),
  }),
  upgrades: [],
});

export type Config = z.output<typeof definition.config>;
