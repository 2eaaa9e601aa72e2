/**
 * What Odoo shows, in the plant's words: small named readings, compared with what a scenario expects. A new one is a row
 * here and a function of the same name in `test/flows/bench/readings.ts`. Records are named as the scenario calls them.
 * `alarms` alone is what the appliance counted of a record, and not Odoo.
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
        /** What is still to be brought for it, or to follow it: the quantity in its backorders. */
        rest: decimal.optional(),
      }),
    ),
    /** Logistic units by their label: where each stands, and lot → quantity in it. */
    units: byName(z.strictObject({ place: name, goods: z.record(z.string(), decimal) })),
    /** Purchase orders by state, and over their lines what is ordered and received. */
    purchases: byName(
      z.strictObject({
        state: z.enum(['draft', 'sent', 'purchase', 'done', 'cancel']).optional(),
        ordered: decimal.optional(),
        received: decimal.optional(),
        /** Days on which its lines are promised, in the order of the lines. */
        promised: z.array(z.iso.date()).optional(),
      }),
    ),
    /** Sales orders of a customer, oldest first; `promised` is `none` where no day is. */
    sales: byName(
      z.array(
        z.strictObject({
          state: z.enum(['draft', 'sent', 'sale', 'done', 'cancel']).optional(),
          /** The customer's own number of it. */
          number: name.optional(),
          promised: name.optional(),
          ordered: decimal.optional(),
        }),
      ),
    ),
    /** Receipts of a purchase order, oldest first. */
    receipts: byName(
      z.array(
        z.strictObject({
          state: z.enum(['waiting', 'done']).optional(),
          expected: z.iso.date().optional(),
          /** Lot → received quantity; goods without a lot by their code. */
          goods: z.record(z.string(), decimal).optional(),
          /** Texts that its log must show. */
          says: z.array(name).optional(),
          /** Open tasks, each by a text of its summary. */
          tasks: z.array(name).optional(),
        }),
      ),
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
    /** Standstills of a work centre, by their start; `to` of one that lasts is `open`. Rows of no length are left out. */
    stops: byName(z.array(z.strictObject({ from: name.optional(), to: name.optional(), reason: name.optional() }))),
    /** The standstills of a work centre taken as one: parts of shifts, rows of no length left out. */
    standstill: byName(
      z.strictObject({
        from: name.optional(),
        reason: name.optional(),
        /** It has a part in more than one shift. */
        isDivided: z.boolean().optional(),
        /** Its last part has no end. */
        lasts: z.boolean().optional(),
      }),
    ),
    /** Summaries of a work centre by the name of the shift, of the first day that it has; times in minutes, ratios in percent. */
    shifts: byName(
      z.record(
        name,
        z.strictObject({
          ...{ good: decimal.optional(), scrap: decimal.optional(), uom: name.optional(), energy: decimal.optional() },
          ...{ busy: decimal.optional(), production: decimal.optional(), setup: decimal.optional() },
          ...{ delay: decimal.optional(), down: decimal.optional(), stops: z.int().optional() },
          ...{ availability: decimal.optional(), effectiveness: decimal.optional() },
          ...{ yield: decimal.optional(), oee: decimal.optional(), revision: z.int().optional() },
          /** A text of its details. */
          says: name.optional(),
        }),
      ),
    ),
    /** Maintenance requests of an asset, oldest first. */
    requests: byName(z.array(z.strictObject({ title: name.optional(), open: z.boolean().optional() }))),
    /** What the event filter counted at the line of an asset. */
    alarms: byName(
      z.strictObject({
        activations: z.int().min(0).optional(),
        /** Activations that made a report at once, and those that did not. */
        passed: z.int().min(0).optional(),
        heldBack: z.int().min(0).optional(),
        /** Why, and how often; a reason that is not named is not compared. */
        reasons: z.record(name, z.int().min(0)).optional(),
        /** Alarm that began the flood that lasts. */
        firstOut: name.optional(),
        chattering: z.array(name).optional(),
        /** Alarms that stand for longer than a day. */
        stale: z.array(name).optional(),
      }),
    ),
    /** Texts that the log of a record must show, in any order; tags of its markup left out. */
    log: byName(z.array(z.string().min(1)).min(1)),
    /** Open activities on a record, each by a text of its summary. */
    activities: byName(z.array(z.string())),
    /** Texts that must stand in the open activities on a record, below the summary, in any order. */
    tasks: byName(z.array(name).min(1)),
  })
  .partial();

export type Readings = z.output<typeof readingsSchema>;
