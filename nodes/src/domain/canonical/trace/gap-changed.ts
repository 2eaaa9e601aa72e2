/** A genealogy has a gap, the gap says something else now, or it is healed. */
import { z } from 'zod';
import { GAP_KINDS } from '../../genealogy/gaps.ts';
import { code, text } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { aboutFields, lotCorrelation, lotPartition, lotSubject } from '../quality/about.ts';

interface Gap {
  readonly about: 'order' | 'lot' | 'delivery';
  readonly material?: unknown;
  readonly lot?: unknown;
  readonly operationsRequestId?: string | undefined;
  readonly deliveryId?: string | undefined;
}

const namesIt: EventRule<Gap> = {
  rule: 'names the order, the lot with its material, or the delivery that it is about',
  path: 'data.about',
  holds: ({ about, material, lot, operationsRequestId, deliveryId }) =>
    ({
      order: operationsRequestId !== undefined,
      lot: material !== undefined && lot !== undefined,
      delivery: deliveryId !== undefined,
    })[about],
};

export const gapChanged = defineEvent({
  name: 'trace.gap.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A genealogy has a gap, or no longer',
  writer: z.strictObject({
    /** Names one opening of the gap: should it come back, it is another one. */
    gapId: code,
    revision: z.int().min(1),
    status: z.enum(['opened', 'closed']),
    kind: z.enum(GAP_KINDS),
    severity: z.enum(['minor', 'major']),
    description: text.min(1),
    /** The order or the delivery in which it shows. */
    document: code,
    about: z.enum(['order', 'lot', 'delivery']),
    ...aboutFields,
    deliveryId: code.optional(),
  }),
  rules: [namesIt],
  naturalKey: ({ gapId, revision }, { site }) => ['trace.gap', site, gapId, revision],
  partition: lotPartition,
  subject: lotSubject,
  correlation: lotCorrelation,
  owner: 'Plantwire',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
