/**
 * Records that a scenario puts into Odoo before it starts, in the plant's words. A new one is a row here and a function
 * of the same name in `test/flows/bench/seeds.ts`. `as` is what the scenario calls it: `{{…}}` in texts stands for the
 * name it really has in Odoo.
 */
import { z } from 'zod';

const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number written as text, such as "2.5"');
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
  z.strictObject({ seed: z.literal('lot'), as: name, of: material, quantity: decimal, place }),
  /** More of a lot, in another place. */
  z.strictObject({ seed: z.literal('stock'), lot: name, of: material, quantity: decimal, place }),
  /** A delivery to a customer: nothing set aside, goods set aside, taken from the shelf, or left. */
  z.strictObject({
    seed: z.literal('delivery'),
    as: name,
    of: material,
    quantity: decimal,
    from: place,
    state: z.enum(['waiting', 'reserved', 'staged', 'shipped']).default('reserved'),
  }),
  /** A supplier or customer, bound to the partner code `as`. */
  z.strictObject({ seed: z.literal('partner'), as: name }),
  /** A confirmed purchase order of one line, from a partner that was seeded before. */
  z.strictObject({ seed: z.literal('purchase'), as: name, from: name, of: material, quantity: decimal }),
  /** A user of Odoo, bound to the person code `as`. */
  z.strictObject({ seed: z.literal('person'), as: name }),
  /** A piece of equipment that maintenance looks after, bound to the asset code `as`. */
  z.strictObject({ seed: z.literal('asset'), as: name }),
]);

export type Seed = z.output<typeof seedSchema>;
