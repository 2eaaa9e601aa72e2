/**
 * A site pack: everything one plant knows and no flow may hold. Codes, endpoints, counters, shifts, posting policies
 * and the crosswalk to Odoo. Flows refer to a pack by name only.
 */
import { z } from 'zod';
import { interfaceSchema } from '../acknowledgement/interfaces.ts';
import { mapSchema } from '../mapping/rules.ts';
import { postingPolicySchema } from '../odoo/order-intent.ts';
import { downtimeSchema } from '../operations/downtime/settings.ts';
import { alarmsSchema } from '../plant/alarms/list.ts';
import { holdsSchema } from '../quality/downstream.ts';
import { escalationSchema } from '../quality/escalation/policy.ts';
import { reconciliationSchema } from '../reconciliation/policy.ts';
import { rolesSchema } from './roles.ts';

const identifier = z.string().min(1).max(80);
/** An address of the plant, such as an OPC UA node id. */
const tag = z.string().min(1).max(200);
const uom = z.string().regex(/^[A-Z0-9]{2,3}$/, 'a UN/ECE Rec 20 code such as C62 or KGM');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as 02:30');
const decimal = z.string().regex(/^\d+(\.\d{1,9})?$/, 'a decimal number written as text, such as "2.5"');

const percent = z.string().regex(/^\d{1,3}(\.\d{1,9})?$/, 'a percentage written as text, such as "2.5"');

/** One counting tag of a machine. `factor` turns one count into `uom` units (a pulse of 0.1 kg: "0.1"). */
export const counterSchema = z.strictObject({
  tag,
  /** Name used in events, keys and ledgers; needed when two endpoints share a tag. Unique in the pack; `tag` if absent. */
  name: tag.optional(),
  use: z.enum(['good', 'scrap', 'byproduct', 'consumed']),
  /** Material of scrap, by-product and consumption counters; good counters take the order's material. */
  material: identifier.optional(),
  uom,
  factor: decimal.default('1'),
  /** Largest value before the register starts again at 0; absent when it never does. */
  modulus: decimal.optional(),
  /** Physical limit in counts per second; a larger jump is put aside for a person. */
  maxRatePerSecond: decimal,
  /** Tag that holds the lot this counter takes from or makes. */
  lotTag: tag.optional(),
  /** Tag that holds the reject reason (site code), or a fixed one. */
  reasonTag: tag.optional(),
  reason: identifier.optional(),
  /** One count authority per order and material; others are informational and never posted. */
  authority: z.boolean().default(true),
});

export const equipmentSchema = z.strictObject({
  /** ISA-95 path: enterprise/site/area/work center/work unit. */
  id: z.string().regex(/^[^/\s]+(\/[^/\s]+){2,5}$/, 'an ISA-95 path such as ACME/MUC1/PACK/L3/FILL'),
  name: identifier,
  endpoint: identifier,
  policy: identifier.default('default'),
  material: z.strictObject({ tag: tag.optional(), fixed: identifier.optional() }),
  context: z.strictObject({
    /** Tag with the running order's name; empty text means no order. */
    orderTag: tag,
    /** Tag that becomes true when the order is complete. */
    completeTag: tag.optional(),
    lotTag: tag.optional(),
  }),
  counters: z.array(counterSchema).min(1),
});

/** What the plant knows about a material; with it, units and lots are checked before anything leaves the plant. */
export const materialSchema = z.strictObject({
  id: identifier,
  /** Unit in which the material is posted; quantities in other units of the same dimension are converted. */
  uom,
  tracking: z.enum(['none', 'lot', 'serial']).optional(),
  /** Materials of one class share tolerances; see `reconciliation`. */
  class: identifier.optional(),
  /** How much more than ordered is received of it, in percent, where `receiving` says otherwise. */
  overReceiptPercent: percent.optional(),
});

export const crosswalkRowSchema = z.strictObject({
  /** `recipe`: from what is made to what it is made by; `RCP-100/3` is version 3 of RCP-100. */
  domain: z.enum(['material', 'uom', 'reason', 'location', 'equipment', 'asset', 'lot', 'person', 'partner', 'recipe']),
  /** `originsystem` whose code it is; `*` for every system. */
  system: identifier,
  localCode: z.string().min(1),
  canonicalId: identifier,
  /** Calendar days of the site, both included. */
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
  status: z.enum(['proposed', 'approved', 'retired']).default('approved'),
});

/** Where a canonical id lives in Odoo. */
export const bindingSchema = z.strictObject({
  domain: z.enum(['material', 'uom', 'reason', 'location', 'equipment', 'asset', 'person', 'partner']),
  canonicalId: identifier,
  by: z.enum(['externalId', 'code', 'barcode', 'name']),
  value: z.string().min(1),
});

/** A window of every week (`days`) or of one day (`date`), in local wall-clock time. */
export const maintenanceSchema = z.strictObject({
  title: z.string().min(1).max(80),
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .optional(),
  date: z.iso.date().optional(),
  start: clockTime,
  end: clockTime,
});

/** What the dock may decide by itself; beyond it a person is asked. */
export const receivingSchema = z.strictObject({
  /** How much more than ordered is received. */
  overPercent: percent.default('0'),
  /** How much may be missing or above what the supplier announced before it becomes a claim. */
  differencePercent: percent.default('0'),
});

/** What may be promised for an order that came without a day. */
export const promisingSchema = z.strictObject({
  /** From the day on which the goods are there to the one on which they leave. */
  dispatchDays: z.int().min(0).max(365).default(0),
  /** Until goods are there that neither lie there nor are planned; absent: no day is promised for them. */
  replenishDays: z.int().min(0).max(999).optional(),
});

/** From when on a promised day is in danger, and who is told. */
export const commitmentsSchema = z.strictObject({
  /** From the end of production to the day on which the goods leave. */
  leadDays: z.int().min(0).max(365).default(0),
  /** So late nobody is told. */
  toleranceDays: z.int().min(0).max(365).default(0),
  /** Code of the person who is told; the salesperson of the order unless given. */
  owner: identifier.optional(),
});

/** `known`: a recipe goes along where the crosswalk names one. `required`: an order without one is not released. */
export const releaseSchema = z.strictObject({ recipe: z.enum(['none', 'known', 'required']).default('known') });

export const sitePackSchema = z.strictObject({
  format: z.literal(1),
  name: identifier,
  title: z.string().min(1),
  enterprise: identifier,
  site: identifier,
  timeZone: z.string().refine(isTimeZone, 'an IANA time zone such as Europe/Berlin'),
  /** Local wall-clock start of each shift, in order; a shift lasts until the next one starts. */
  shifts: z.array(z.strictObject({ id: identifier, start: clockTime })).min(1),
  /** Times at which nothing is posted; the queue fills meanwhile. An `end` not after `start` is on the next day. */
  maintenance: z.array(maintenanceSchema).optional(),
  /** Protocol endpoints by name. An address may be `${VARIABLE}`; secrets never stand here. */
  endpoints: z.record(
    identifier,
    z.strictObject({
      protocol: z.enum(['opcua', 'modbus', 'http']),
      url: z.string().min(1),
      /** How registers of a Modbus block become tags; empty for others (the tag of OPC UA is the node id). */
      registers: z
        .array(
          z.strictObject({
            tag,
            /** Offset of the first register inside the block that the Modbus node reads. */
            offset: z.int().min(0).max(65_535),
            type: z.enum(['uint16', 'int16', 'uint32', 'int32', 'float32']),
            wordOrder: z.enum(['high-first', 'low-first']).default('high-first'),
          }),
        )
        .default([]),
    }),
  ),
  policies: z.record(identifier, postingPolicySchema),
  equipment: z.array(equipmentSchema),
  crosswalk: z.array(crosswalkRowSchema).default([]),
  bindings: z.array(bindingSchema).default([]),
  materials: z.array(materialSchema).optional(),
  /** Tolerances for goods that come in; without it there are none. */
  receiving: receivingSchema.optional(),
  /** How days are promised; without it only days that come with an order are. */
  promising: promisingSchema.optional(),
  /** How promised days are watched. */
  commitments: commitmentsSchema.optional(),
  /** Planned run time of one unit (PRI of ISO 22400), on one line or machine or, without `equipment`, on all. */
  cycleTimes: z
    .array(
      z.strictObject({
        equipment: identifier.optional(),
        material: identifier,
        uom: uom.default('C62'),
        seconds: decimal,
      }),
    )
    .optional(),
  /** The rationalised alarm list, and how many alarms may become work. */
  alarms: alarmsSchema.optional(),
  /** Reasons of standstills, what states mean, and from when on a standstill is one. */
  downtime: downtimeSchema.optional(),
  /** What an order needs before it is released to the plant. */
  release: releaseSchema.optional(),
  /** Systems that owe answers, by name. */
  interfaces: z.record(identifier, interfaceSchema).optional(),
  /** Who is told something; a mail address may be `${VARIABLE}`. */
  roles: rolesSchema.optional(),
  /** Who is told when nobody answers a nonconformance, a failed test or a hold: steps by severity, or `hold`. */
  escalation: escalationSchema.optional(),
  /** How far a hold reaches; without it to all that was made of the lot. */
  holds: holdsSchema.optional(),
  /** How far stock of the warehouse and of Odoo may differ, and when a difference is proposed for correction. */
  reconciliation: reconciliationSchema.optional(),
  /** Changes to the shipped maps, row by row, or maps of further event types. */
  maps: z.array(mapSchema).optional(),
});

export type SitePack = z.output<typeof sitePackSchema>;
export type Equipment = z.output<typeof equipmentSchema>;
export type CounterDefinition = z.output<typeof counterSchema>;
export type CrosswalkRow = z.output<typeof crosswalkRowSchema>;
export type Material = z.output<typeof materialSchema>;
export type Binding = z.output<typeof bindingSchema>;

/** Site-wide name of a counter: what events, keys, ledgers and `awaits` speak of. */
export function counterName(counter: Pick<CounterDefinition, 'tag' | 'name'>): string {
  return counter.name ?? counter.tag;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
