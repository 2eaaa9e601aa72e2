/** Figures over a window of time, as somebody chose them: counts, sums, means, times by state. Nothing of it is posted. */
import { z } from 'zod';
import { HOW } from '../../operations/figures.ts';
import { code, decimalText, interval, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { subject } from '../scopes.ts';
import { moment } from './equipment.ts';

export const figuresReported = defineEvent({
  name: 'operations.figures.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Figures of a line, a machine or anything else over a window of time',
  writer: z.strictObject({
    /** Name of what is summed up, and whom the window is about. */
    summary: code,
    scope: z.string().min(1).max(200),
    /** Start under which the window was first told: a session that grows keeps it. */
    window: z.iso.datetime({ offset: true }),
    interval,
    grain: z.enum(['shift', 'length', 'session']),
    revision: z.int().min(1),
    shiftId: z.string().max(80).optional(),
    /** Its facts belong to another session now; nothing is left of it. */
    withdrawn: z.boolean().optional(),
    /** Facts that were counted. */
    facts: z.int().min(0),
    figures: z
      .array(
        z.strictObject({
          name: code,
          how: z.enum(HOW),
          value: z.string().max(80).optional(),
          states: z
            .array(z.strictObject({ state: z.string().max(200), seconds: decimalText }))
            .max(500)
            .optional(),
        }),
      )
      .max(100),
    properties: properties.optional(),
  }),
  rules: [intervalForward],
  naturalKey: (data, scope) => [
    ...['figures', scope.site, data.summary, data.scope, moment(data.window), data.grain, data.revision],
  ],
  partition: (data, scope) => `${scope.site}:figures:${data.scope}`,
  subject: (data) => subject('figures', data.scope),
  correlation: (data) => `figures:${data.scope}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
