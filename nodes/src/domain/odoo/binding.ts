/**
 * What the journal remembers of an order between two postings: which Odoo records it is, which parts are closed with
 * which quantities, and what is about to be closed. Written before the step it announces, so that a step whose answer
 * was lost is recognised.
 */
import { z } from 'zod';

const decimalText = z.string();
const totals = z.record(z.string(), decimalText);

/** Smallest quantity that Odoo could hold when it was last written, and the one before that: decimals can be raised. */
const steps = z.object({ step: decimalText.optional(), stepBefore: decimalText.optional() });

const part = z.object({
  /** Order record in Odoo. */
  id: z.number(),
  name: z.string(),
  lot: z.string().optional(),
  /** All of them, where a part has several. */
  lots: z.array(z.string()).optional(),
  /** In the order's unit. */
  good: decimalText,
  scrap: decimalText,
});

const closing = z.object({
  id: z.number(),
  totals,
  producing: decimalText,
  good: decimalText,
  scrap: decimalText,
  lot: z.string().optional(),
  lots: z.array(z.string()).optional(),
  ending: z.enum(['backorder', 'short', 'complete']),
  /** Ordered quantity before and after making room for scrapped units, or for another lot behind an order that is all made. */
  raise: z.object({ from: decimalText, to: decimalText }).optional(),
  /** What of this room is for good units, beyond what is ordered. */
  extra: decimalText.optional(),
  /** What the order leaves out when this part closes it. */
  rest: totals.optional(),
});

export const bindingSchema = z.object({
  format: z.literal(1),
  /** Name of the order as the plant knows it. */
  order: z.string(),
  root: z.number(),
  group: z.number().optional(),
  product: z.number(),
  /** Records that were done before Plantwire saw the order: not ours, not touched. */
  foreign: z.array(z.number()),
  /** As far as Odoo holds it; all that was reported once the order is closed. */
  closed: totals,
  /** What was reported and is in no closed part, because Odoo cannot hold it; negative where it was rounded up. */
  rest: totals.optional(),
  /** Room made for good units beyond what is ordered, all in all: tolerated, and not ordered. */
  extra: decimalText.optional(),
  parts: z.array(part),
  closing: closing.optional(),
  /** A call that must not be made twice was sent for this record; epoch ms. Kept while its answer is missing. */
  sent: z.object({ id: z.number(), atMs: z.number() }).optional(),
  /** What the open record asked for when we last looked; shows whether somebody changed the order since. */
  ordered: z.object({ id: z.number(), quantity: decimalText }).optional(),
  /** A quantity whose answer was lost; `again`: sent a second time, so what Odoo shows proves nothing about the first. */
  writing: z.object({ value: decimalText, atMs: z.number(), again: z.boolean() }).optional(),
  /** Odoo product of each consumed or by-product material, by canonical id. */
  materials: z.record(z.string(), z.number()),
  /** How Odoo holds what was recorded beside the product: unit of the line, each lot by itself; by `lineKey`. */
  lines: z.record(z.string(), steps.extend({ unit: z.number(), byLot: z.boolean() })).optional(),
  /** The same of the finished product. */
  made: steps.optional(),
  /** Facts of messages that came without an outbox; the journal's ledger has no row for them. */
  direct: z.array(z.record(z.string(), z.unknown())).optional(),
  /** What intents that stand by themselves remember in the same ordering scope; not ours, kept. */
  standing: z.record(z.string(), z.unknown()).optional(),
});

export type Steps = z.output<typeof steps>;
export type Binding = z.output<typeof bindingSchema>;
export type Part = z.output<typeof part>;
export type Closing = z.output<typeof closing>;

/** Name of a line in `lines`. */
export const lineKey = ({ use, material }: { readonly use: string; readonly material: string }): string =>
  `${use} ${material}`;

/** Undefined when nothing (or nothing we can read) is remembered. */
export function readBinding(note: Readonly<Record<string, unknown>> | undefined): Binding | undefined {
  const parsed = bindingSchema.safeParse(note);
  return parsed.success ? parsed.data : undefined;
}

/**
 * External id of a record we create: `mfgx.<kind>__<key>`. Only letters, digits and `_-~` survive in Odoo without
 * surprises (a dot starts a module name), everything else becomes `~` and its code in hexadecimal.
 */
export function externalId(kind: string, key: string): string {
  return `mfgx.${kind}__${encodedName(key)}`;
}

const encodedName = (key: string): string =>
  [...key].map((sign) => (/[A-Za-z0-9_-]/.test(sign) ? sign : `~${(sign.codePointAt(0) ?? 0).toString(16)}_`)).join('');
