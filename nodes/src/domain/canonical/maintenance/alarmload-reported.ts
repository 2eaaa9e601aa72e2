/** What became of a line's alarms in one hour: how many came, how many became work, and why the others did not. */
import { z } from 'zod';
import { code, interval } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

const count = z.int().min(0);

export const alarmloadReported = defineEvent({
  name: 'equipment.alarmload.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Alarms of a line in one hour, with the reason of each that was held back',
  writer: z.strictObject({
    scope: code,
    period: interval,
    activations: count,
    /** Reports of requests that left. */
    requests: count,
    heldBack: z.array(z.strictObject({ reason: code, count })).max(50),
    topConditions: z.array(z.strictObject({ conditionId: code, count })).max(20),
    chattering: z.array(code).max(200).optional(),
    stale: z.array(code).max(200).optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['alarmload', scope.site, data.scope, data.period.start],
  partition: (data, scope) => `${scope.site}:flood:${data.scope}`,
  subject: (data) => subject('alarmload', data.scope),
  correlation: (data, scope) => `alarmload:${scope.site}:${data.scope}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
