/** Goods stand ready for a truck. Follows CBV staging_outbound: pallets by their label, loose goods by lot and quantity. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, quantity } from '../blocks.ts';
import { defineEvent, type EventRule, type KeyScope, PRIORITY } from '../definition.ts';
import { sscc, ssccIsRight } from '../gs1.ts';
import { subject } from '../scopes.ts';
import { deliveryCorrelation, deliveryPartition, deliverySubject } from './scopes.ts';

/** Either a whole logistic unit, or a quantity of a material. */
const item = z.strictObject({
  sscc: sscc.optional(),
  material: materialRef.optional(),
  lot: lotRef.optional(),
  quantity: quantity.optional(),
});

interface Staged {
  readonly scanId: string;
  readonly deliveryId?: string | undefined;
  readonly fromLocationId?: string | undefined;
  readonly items: readonly z.output<typeof item>[];
}

const unitOrGoods: EventRule<Staged> = {
  rule: 'every item is a logistic unit by its SSCC, or a material with a quantity above zero',
  path: 'data.items',
  holds: ({ items }) =>
    items.every((one) =>
      one.sscc === undefined
        ? one.material !== undefined && Number(one.quantity?.value ?? 0) > 0
        : one.material === undefined && one.lot === undefined && one.quantity === undefined,
    ),
};

const labelsCheck: EventRule<Staged> = {
  rule: 'SSCC check digit is wrong',
  path: 'data.items',
  holds: ({ items }) => items.every((one) => ssccIsRight(one.sscc)),
};

/** A label is where Odoo says it is; loose goods without a delivery would be taken from anywhere. */
const knowsWhence: EventRule<Staged> = {
  rule: 'goods that are no logistic unit need a delivery or the place they were taken from',
  path: 'data.items',
  holds: ({ items, deliveryId, fromLocationId }) =>
    deliveryId !== undefined || fromLocationId !== undefined || items.every((one) => one.sscc !== undefined),
};

/** Without a delivery a scan stands for itself. */
const scanned = ({ scanId }: Staged): string => scanId;

export const shipmentStaged = defineEvent({
  name: 'shipment.staged',
  major: 1,
  version: '1.0.0',
  summary: 'Goods were brought to the place they leave from',
  writer: z.strictObject({
    /** Number of the scan at the system that saw it. */
    scanId: code,
    /** Where they stand now. */
    locationId: code,
    fromLocationId: code.optional(),
    /** The delivery by its name in Odoo. */
    deliveryId: code.optional(),
    items: z.array(item).min(1).max(200),
    /** Nothing more will be staged for this delivery. */
    complete: z.boolean().optional(),
    ...circumstances,
  }),
  rules: [unitOrGoods, labelsCheck, knowsWhence],
  naturalKey: (data, scope) => ['ship.staged', scope.site, data.scanId],
  partition: (data: Staged, scope: KeyScope) =>
    data.deliveryId ? deliveryPartition({ deliveryId: data.deliveryId }, scope) : `${scope.site}:scan:${scanned(data)}`,
  subject: (data: Staged) =>
    data.deliveryId ? deliverySubject({ deliveryId: data.deliveryId }) : subject('scan', scanned(data)),
  correlation: (data: Staged, scope: KeyScope) =>
    data.deliveryId
      ? deliveryCorrelation({ deliveryId: data.deliveryId }, scope)
      : `scan:${scope.enterprise}:${scanned(data)}`,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R2',
});
