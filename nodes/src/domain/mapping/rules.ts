/**
 * Schema of a map: how one event type becomes one intent, as plain data. A map is a table of target fields; each row
 * takes a field, a constant, a conversion or a crosswalk lookup. A site pack may change rows without changing a flow.
 */
import { z } from 'zod';
import { intentKinds } from '../odoo/intent.ts';

/** Dotted path into the event: `data.quantity`, `time`. */
const path = z.string().regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'a dotted path such as data.quantity');

export const CONVERTERS = [
  'instant',
  'quantity',
  'nothing-made',
  'policy',
  'shift',
  'order-material',
  'purchase-lines',
  'purchase-verdict',
  'sale-lines',
  'customer-record',
  'repair-lines',
  'receipt-lines',
  'advice-lines',
  'difference-percent',
  'promising',
  'risk-policy',
  'downstream',
  'named-record',
  'shift-figures',
  'shipped-lines',
  'staged-items',
  'in-force',
  'unit',
  'number',
  'gtin-barcode',
  'shelf-life',
  'bill-parts',
  'bill-steps',
] as const;
export type ConverterName = (typeof CONVERTERS)[number];

/** These give the record in Odoo that the site pack binds the canonical id to. */
const BOUND = [
  'reason-record',
  'location-record',
  'equipment-record',
  'asset-record',
  'partner-record',
  'person-record',
] as const;

/** The same, or the record that an event of master data makes of an id that nobody bound. */
const MASTER = ['material-master', 'equipment-master', 'asset-master', 'location-master', 'partner-master'] as const;

export const LOOKUPS = ['material', 'reason', 'lot', 'location', 'equipment', ...BOUND, ...MASTER] as const;
export type LookupDomain = (typeof LOOKUPS)[number];

const optional = z.boolean().optional();

export const ruleSchema = z.union([
  /** The value as it is. */
  z.strictObject({ from: path, optional }),
  z.strictObject({ value: z.json() }),
  /** The value through a named converter; `material` tells the quantity converter whose unit is wanted. */
  z.strictObject({ from: path, convert: z.enum(CONVERTERS), material: path.optional(), optional }),
  /** The value as a code, through the crosswalk of the site pack. */
  z.strictObject({ from: path, lookup: z.enum(LOOKUPS), optional }),
]);

/** All conditions must hold: the value at `path` equals one of `is`; `null` stands for a field that is not there. */
const condition = z.strictObject({
  path,
  is: z.array(z.union([z.string(), z.boolean(), z.number(), z.null()])).min(1),
});

export const mapSchema = z.strictObject({
  /** Event type without prefix and major, such as `production.output.reported`. */
  type: z.string().min(1).max(120),
  to: z.enum(intentKinds),
  when: z.array(condition).optional(),
  fields: z.record(z.string().regex(/^[A-Za-z]\w*$/), ruleSchema),
});

export type Rule = z.output<typeof ruleSchema>;
export type EventMap = z.output<typeof mapSchema>;
