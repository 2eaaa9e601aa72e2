/**
 * What Odoo shows, in the plant's words: small named readings, compared with what a scenario expects. A new one is a row
 * here and a function of the same name in `test/flows/bench/readings.ts`. Records are named as the scenario calls them.
 */
import { z } from 'zod';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number written as text, such as "2.5"');
const name = z.string().min(1);
const byName = <T extends z.ZodType>(shown: T) => z.record(z.string(), shown);

export const readingsSchema = z
  .strictObject({
    /** Place → quantity of a lot, reserved or not, at the customer too; places that hold none are left out. */
    lots: byName(z.record(z.string(), decimal)),
    /** How often a lot was moved inside the warehouse. */
    transfers: byName(z.int().min(0)),
    /** Quantity of a lot that deliveries and orders can still take from the warehouse's stock. */
    free: byName(decimal),
    deliveries: byName(
      z.strictObject({
        state: z.enum(['draft', 'waiting', 'ready', 'shipped', 'cancelled']).optional(),
        /** Lot → quantity set aside for it; after shipping, what was shipped. */
        goods: z.record(z.string(), decimal).optional(),
      }),
    ),
    /** Purchase orders by state, and over their lines what is ordered and received. */
    purchases: byName(
      z.strictObject({
        state: z.enum(['draft', 'sent', 'purchase', 'done', 'cancel']).optional(),
        ordered: decimal.optional(),
        received: decimal.optional(),
      }),
    ),
    /** Work orders of an order in their sequence; times are UTC, such as `2026-11-20 08:00:00`. */
    workOrders: byName(
      z.array(
        z.strictObject({
          name: name.optional(),
          state: z.enum(['blocked', 'ready', 'progress', 'done', 'cancel']).optional(),
          start: name.optional(),
          end: name.optional(),
        }),
      ),
    ),
    /** Rows of time on an order, by their start; `to` of one that runs is `open`. Rows of no length are left out. */
    times: byName(z.array(z.strictObject({ from: name, to: name.optional(), person: name.optional() }))),
    /** Maintenance requests of an asset, oldest first. */
    requests: byName(z.array(z.strictObject({ title: name.optional(), open: z.boolean().optional() }))),
    /** Texts that the log of a record must show, in any order; tags of its markup left out. */
    log: byName(z.array(z.string().min(1)).min(1)),
    /** Open activities on a record, each by a text of its summary. */
    activities: byName(z.array(z.string())),
  })
  .partial();

export type Readings = z.output<typeof readingsSchema>;
