/** What quality decides about a lot. A hold and its release carry the same id, so that a release names what it ends. */
import { z } from 'zod';
import { DOWNSTREAM } from '../../quality/downstream.ts';
import { code, instant, lotRef, materialRef, properties, quantity, reason, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

export const dispositionChanged = defineEvent({
  name: 'quality.disposition.changed',
  major: 1,
  version: '1.1.0',
  summary: 'A lot is put on hold, released, or sent another way',
  writer: z.strictObject({
    dispositionId: code,
    action: z.enum(['hold', 'release', 'useAsIs', 'reject', 'rework', 'scrap', 'return']),
    material: materialRef,
    lot: lotRef,
    /** A part of the lot; absent: all of it. */
    quantity: quantity.optional(),
    /** Where held goods shall lie; the plant's usual place unless given. */
    holdLocation: code.optional(),
    /** Of a hold: whether the lots made of it are held as well, or told; as the site pack has it unless given. */
    downstream: z.enum(DOWNSTREAM).optional(),
    /** A hold says why, for the people who find the goods gone. */
    reason: reason.extend({ text: text.min(1) }).optional(),
    effectiveAt: instant,
    decidedBy: code.optional(),
    nonconformanceId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [
    {
      rule: 'a hold says why',
      path: 'data.reason',
      holds: ({ action, reason: why }) => action !== 'hold' || why !== undefined,
    },
    {
      rule: 'a part of a lot is more than nothing',
      path: 'data.quantity.value',
      holds: ({ quantity: part }) => part === undefined || Number(part.value) > 0,
    },
  ],
  naturalKey: ({ material, lot, dispositionId, action }, scope) => [
    ...['disp', scope.enterprise, material.materialDefinitionId, lot.lotId, dispositionId, action],
  ],
  partition: ({ material, lot }, scope) => `${scope.site}:lot:${material.materialDefinitionId}:${lot.lotId}`,
  subject: ({ material, lot }) => subject('materiallot', `${material.materialDefinitionId}/${lot.lotId}`),
  correlation: ({ nonconformanceId, dispositionId }, scope) =>
    nonconformanceId ? `nc:${scope.enterprise}:${nonconformanceId}` : `disp:${scope.enterprise}:${dispositionId}`,
  owner: 'MES',
  priority: PRIORITY.hold,
  retention: 'posting',
  delivery: 'R1',
});
