/**
 * Shared pieces of event data, written once in their strict form. Wire types only: ISO strings, decimal strings,
 * Rec 20 unit codes. `definition.ts` derives the tolerant form that readers use.
 */
import { z } from 'zod';

/** Codes are opaque text: no line breaks, no blanks at the ends, case and leading zeros kept. */
const opaque = z
  .string()
  .regex(/^(?!\s)[^\p{Cc}\p{Cs}]+(?<!\s)$/u, 'text without blanks at the ends or control characters');
export const code = opaque.max(80);
/** Tags are addresses of the plant (an OPC UA node id, say) and may be long. */
export const tagName = opaque.max(200);
export const text = z.string().max(1000);

/** Decimal number as text, at most 9 decimals. A binary float never stands for a quantity. */
export const decimalText = z.string().regex(/^-?\d{1,15}(\.\d{1,9})?$/, 'a decimal number written as text');
export const percentText = z.string().regex(/^\d{1,3}(\.\d{1,9})?$/, 'percent points written as text');
/** UN/ECE Rec 20 common code; whether it is known is asked where it is used. */
export const unitCode = z.string().regex(/^[A-Z0-9]{2,3}$/, 'a UN/ECE Rec 20 code such as C62 or KGM');
export const instant = z.iso.datetime({ offset: true });
export const duration = z.iso.duration();
export const timeZone = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, 'an IANA time zone')
  .max(60);

/** `sourceValue` and `sourceUom` keep what the source said when we converted. */
export const quantity = z.strictObject({
  value: decimalText,
  uom: unitCode,
  sourceValue: z.string().max(40).optional(),
  sourceUom: z.string().max(20).optional(),
});

export const materialRef = z.strictObject({
  materialDefinitionId: code,
  gtin: z
    .string()
    .regex(/^\d{14}$/, 'a GTIN padded to 14 digits')
    .optional(),
  revision: code.optional(),
});

/** A lot is unique per material, never alone. */
export const lotRef = z.strictObject({
  lotId: code,
  serial: code.optional(),
  subLotId: code.optional(),
  expiry: z.iso.date().optional(),
  supplierLotId: code.optional(),
});

/** `scheme` names the code list: `site`, `qms`, … */
export const reason = z.strictObject({ code, scheme: code, text: text.optional() });

export const interval = z.strictObject({ start: instant, end: instant });

/** The closed range (from, to] of one counter; `epoch` rises with every reset, so a range never repeats. */
export const counterRange = z.strictObject({
  tag: tagName,
  epoch: z.int().min(0).max(9_999_999_999),
  from: decimalText,
  to: decimalText,
  opcStatus: z.string().max(80).optional(),
});

/** ISA-95 path: enterprise/site/area/work center/work unit. */
export const equipmentPath = z.string().regex(/^[^/\s]+(\/[^/\s]+){2,5}$/, 'an ISA-95 path such as ACME/MUC1/PACK/L3');

/** Site extras in the shape of the ISA-95 Property. */
export const properties = z.array(z.strictObject({ id: code, value: text, uom: unitCode.optional() })).max(100);

/** Who, where and when of a shop-floor fact; every field optional, the same in each event type. */
export const circumstances = {
  jobOrderId: code.optional(),
  segmentId: code.optional(),
  equipmentId: equipmentPath.optional(),
  interval: interval.optional(),
  shiftId: code.optional(),
  businessDate: z.iso.date().optional(),
  eventTimeZone: timeZone.optional(),
  personId: code.optional(),
  properties: properties.optional(),
};

/** Says that nobody measures components after all; without it the posting policy decides. */
export const consumptionBasis = z.literal('backflush');

/** Where a quantity comes from: a counter range of our own, or the source's transaction number. One must be there. */
export const provenance = {
  counter: counterRange.optional(),
  transactionId: opaque.max(120).optional(),
  correctsEventId: z.string().max(200).optional(),
};

export type Quantity = z.output<typeof quantity>;
export type CounterRange = z.output<typeof counterRange>;
export type LotRef = z.output<typeof lotRef>;
export type MaterialData = z.output<typeof materialRef>;
