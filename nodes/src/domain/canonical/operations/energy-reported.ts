/** Energy or media that a meter counted in an interval. */
import { z } from 'zod';
import { code, decimalText, equipmentPath, interval, properties, quantity } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { subject } from '../scopes.ts';

export const energyReported = defineEvent({
  name: 'energy.usage.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Energy or media that a meter counted',
  writer: z.strictObject({
    meterId: code,
    interval,
    medium: z.enum(['electricity', 'gas', 'air', 'steam', 'water']),
    quantity,
    /** Readings at both ends; the epoch rises when the meter was replaced or set back. */
    register: z.strictObject({ epoch: z.int().min(0), from: decimalText, to: decimalText }),
    basis: z.enum(['measured', 'estimated']).default('measured'),
    equipmentId: equipmentPath.optional(),
    operationsRequestId: code.optional(),
    tariff: code.optional(),
    co2e: quantity.optional(),
    properties: properties.optional(),
  }),
  rules: [
    intervalForward,
    {
      rule: 'register.to must not be below register.from; a meter that was set back begins a new epoch',
      path: 'data.register.to',
      holds: ({ register }) => Number(register.to) >= Number(register.from),
    },
  ],
  naturalKey: ({ meterId, register }, scope) => [
    ...['energy', scope.site, meterId, register.epoch, register.from, register.to],
  ],
  partition: (data, scope) => `${scope.site}:meter:${data.meterId}`,
  subject: (data) => subject('meter', data.meterId),
  correlation: (data) => `meter:${data.meterId}`,
  owner: 'SCADA',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
