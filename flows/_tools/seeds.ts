/**
 * Records that a scenario puts into Odoo before it starts, in the plant's words. A new one is a row here and a function
 * of the same name in `test/flows/bench/seeds.ts`. `as` is what the scenario calls it: `{{…}}` in texts stands for the
 * name it really has in Odoo.
 */
import { z } from 'zod';

const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number written as text, such as "2.5"');
/** Odoo lets stock go below zero. */
const aboveOrBelow = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number written as text, such as "-3"');
const name = z.string().min(1);
/** A material that was seeded before, by its code, or a role of the test plant: `fg`, `rma`, `rmb`. */
const material = name.default('fg');
/** Name of a place that was seeded before; the warehouse's stock unless given. */
const place = name.optional();

export const seedSchema = z.discriminatedUnion('seed', [
  /** A product of its own, bound to the material code `as`: nothing of it is in stock yet. */
  z.strictObject({ seed: z.literal('material'), as: name, tracking: z.enum(['lot', 'none']).default('lot') }),
  /** A place for goods beside the stock, bound to the location code `as`. Shared by all scenarios of a server. */
  z.strictObject({ seed: z.literal('place'), as: name, called: name }),
  /** A lot in stock. */
  z.strictObject({ seed: z.literal('lot'), as: name, of: material, quantity: aboveOrBelow, place }),
  /** A lot of a product of its own, made of a lot that was seeded before: one of that for each. */
  z.strictObject({ seed: z.literal('made'), as: name, from: name, of: material, quantity: decimal }),
  /** More of a lot, in another place. */
  z.strictObject({ seed: z.literal('stock'), lot: name, of: material, quantity: decimal, place }),
  /** A delivery to a customer: nothing set aside, goods set aside, taken from the shelf, or left. */
  z.strictObject({
    seed: z.literal('delivery'),
    as: name,
    /** A lot that was `made` stands for what it is made as. */
    of: material,
    quantity: decimal,
    from: place,
    /** A partner that was seeded before. */
    to: name.optional(),
    state: z.enum(['waiting', 'reserved', 'staged', 'shipped']).default('reserved'),
    /** In two steps: picked to this place first, and taken from there; `state` is then that of the picking. */
    through: place,
  }),
  /** A label (SSCC) that nobody has stuck on anything yet. */
  z.strictObject({ seed: z.literal('label'), as: name }),
  /** A supplier or customer, bound to the partner code `as`. */
  z.strictObject({
    ...{ seed: z.literal('partner'), as: name },
    /** Its tax number is `TAX-{{…}}` of the partner named here, itself or another. */
    taxOf: name.optional(),
  }),
  /** A confirmed sales order of the finished good, and the manufacturing order that makes it for whom it was promised. */
  z.strictObject({ seed: z.literal('sale'), as: name, makes: name, quantity: decimal, promised: z.iso.date() }),
  /** A confirmed purchase order of one line, from a partner that was seeded before. */
  z.strictObject({ seed: z.literal('purchase'), as: name, from: name, of: material, quantity: decimal }),
  /** A user of Odoo, bound to the person code `as`. */
  z.strictObject({ seed: z.literal('person'), as: name }),
  /** A work centre and a machine of its own, or one within a line that was seeded before; `{{as}}` is its ISA-95 path. */
  z.strictObject({ seed: z.literal('workCentre'), as: name, within: name.optional() }),
  /** A piece of equipment that maintenance looks after, bound to the asset code `as`. */
  z.strictObject({ seed: z.literal('asset'), as: name }),
]);

export type Seed = z.output<typeof seedSchema>;
