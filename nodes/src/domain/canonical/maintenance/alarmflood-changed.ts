/** More alarms than an operator can answer began, or came to an end (ISA-18.2). */
import { z } from 'zod';
import { code, duration, instant } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

export const alarmfloodChanged = defineEvent({
  name: 'equipment.alarmflood.changed',
  major: 1,
  version: '1.0.0',
  summary: 'An alarm flood began or ended',
  writer: z.strictObject({
    /** Line or operator position. */
    scope: code,
    phase: z.enum(['started', 'ended']),
    startedAt: instant,
    /** Alarms of the last ten minutes. */
    count10m: z.int().min(0),
    peak10m: z.int().min(0).optional(),
    duration: duration.optional(),
    firstOut: code.optional(),
    topConditions: z.array(z.strictObject({ conditionId: code, count: z.int().min(1) })).max(20),
  }),
  rules: [],
  naturalKey: (data, scope) => ['flood', scope.site, data.scope, data.startedAt, data.phase],
  partition: (data, scope) => `${scope.site}:flood:${data.scope}`,
  subject: (data) => subject('alarmflood', data.scope),
  correlation: (data, scope) => `flood:${scope.site}:${data.scope}:${data.startedAt}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'R2',
});
