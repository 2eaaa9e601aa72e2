/** A delivery left the house, with what is really on the truck. Follows X12 945 and 856, DESADV; CBV shipping. */
import { z } from 'zod';
import { circumstances, code, instant, lotRef, materialRef, quantity } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { sscc, ssccIsRight } from '../gs1.ts';
import { deliveryCorrelation, deliveryPartition, deliverySubject } from './scopes.ts';

const line = z.strictObject({
  lineNo: code.optional(),
  material: materialRef,
  quantity,
  lot: lotRef.optional(),
  /** Logistic unit it left in. */
  sscc: sscc.optional(),
});

interface Lines {
  readonly lines: readonly { readonly quantity: { readonly value: string }; readonly sscc?: string | undefined }[];
}

const aboveZero: EventRule<Lines> = {
  rule: 'every line needs a quantity above zero',
  path: 'data.lines',
  holds: ({ lines }) => lines.every((shipped) => Number(shipped.quantity.value) > 0),
};

const ssccChecks: EventRule<Lines> = {
  rule: 'SSCC check digit is wrong',
  path: 'data.lines',
  holds: ({ lines }) => lines.every((shipped) => ssccIsRight(shipped.sscc)),
};

export const shipmentShipped = defineEvent({
  name: 'shipment.shipped',
  major: 1,
  version: '1.0.0',
  summary: 'A delivery, or a part of it, left with these lots and quantities',
  writer: z.strictObject({
    /** The delivery by its name in Odoo. */
    deliveryId: code,
    despatchAdviceId: code,
    shippedAt: instant,
    lines: z.array(line).min(1).max(500),
    carrier: code.optional(),
    trackingId: code.optional(),
    /** Nothing more will come of this delivery. */
    complete: z.boolean().optional(),
    ...circumstances,
  }),
  rules: [aboveZero, ssccChecks],
  naturalKey: (data, scope) => ['ship.shipped', scope.site, data.despatchAdviceId],
  partition: deliveryPartition,
  subject: deliverySubject,
  correlation: deliveryCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R2',
});
