/** The format of a scenario: given this plant and this Odoo, when the machine does this, then Odoo holds that. */
import { z } from 'zod';
import { readingsSchema } from './readings.ts';
import { seedSchema } from './seeds.ts';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number written as text, such as "2.5"');
const name = z.string().min(1);
const machine = z.enum(['Press1', 'Press2', 'Filler']);
const counter = z.enum(['GoodCount', 'ScrapCount', 'ByproductCount', 'ConsumedRM10', 'ConsumedRM20']);
const tag = z.string().regex(/^(Press1|Press2|Filler)\.\w+$/, 'a tag such as Press1.GoodCount');
const counts = z.partialRecord(counter, z.int().min(0));
const quantities = z.record(z.string(), decimal);
/** Systems that take released orders over HTTP. */
const leg = z.enum(['orders', 'staging', 'labour']);

/** One manufacturing order of the test plant's finished good, put into Odoo before the scenario starts. */
export const orderSchema = z.strictObject({
  /** What the scenario calls the order; the real name comes from Odoo. */
  as: name,
  quantity: z.int().positive(),
});

/** What a machine is told to make. Consumption and by-product are counts over the whole order; 0 unless given. */
export const jobSchema = z.strictObject({
  machine,
  order: name,
  /** Order name as the machine shows it, when it differs from Odoo's. */
  shows: z.string().optional(),
  material: name.default('FG-1000'),
  /** Lot of the finished good; empty: the operator entered none. */
  lot: z.string().default('L1'),
  good: z.int().min(0),
  scrap: z.int().min(0).optional(),
  /** Site code of the reject reason. */
  reason: z.string().optional(),
  byproduct: z.int().min(0).optional(),
  /** `B1` and `B2` are the component's lots in stock; any other text is taken as it is. */
  componentLot: z.string().default('B1'),
  consumed: z.strictObject({ RM10: z.int().min(0).optional(), RM20: z.int().min(0).optional() }).optional(),
  /** What the operator changes half way. */
  halfWay: z.strictObject({ lot: name.optional(), componentLot: name.optional(), reason: name.optional() }).optional(),
});

/** How Odoo or the line to it misbehaves, as a client sees it. */
export const faultSchema = z.strictObject({
  kind: z.enum(['refuse', 'cut', 'slow', 'status', 'html', 'error', 'lost', 'duplicate']),
  /** Ends by itself after this time of the plant; the runner scales it together with the pauses of the outbox. */
  forMinutes: z.number().positive().optional(),
  /** Ends after so many requests. */
  times: z.int().positive().optional(),
  status: z.int().optional(),
  delayMs: z.int().optional(),
  /** Only calls of this kind, in the plant's words. */
  on: z.enum(['closing', 'recording', 'scrapping']).optional(),
});

const deadLetterSchema = z.strictObject({
  code: name,
  count: z.int().min(1).default(1),
  /** Text that the stored original must contain. */
  originalHolds: name.optional(),
  /** Text that the explanation for people must contain. */
  says: name.optional(),
});

/** What must be true. Only what is named is compared, except dead letters and outbox: see `then` of a scenario. */
export const expectationSchema = z.strictObject({
  orders: z
    .record(
      z.string(),
      z.strictObject({
        state: z.enum(['confirmed', 'progress', 'to_close', 'done', 'cancel']).optional(),
        /** Sums over the order and everything split off from it, by material or `material/lot`. */
        produced: quantities.optional(),
        consumed: quantities.optional(),
        byproducts: quantities.optional(),
        scrapped: quantities.optional(),
        /** Reasons of its scrap, as Odoo names them. */
        reasons: z.array(name).optional(),
        /** States of the parts split off, in order. */
        parts: z.array(name).optional(),
        /** Planned quantity of the last part. */
        rest: decimal.optional(),
      }),
    )
    .default({}),
  /** Other records of Odoo, in the plant's words. */
  odoo: readingsSchema.optional(),
  /** Orders as the MES has them. */
  mes: z
    .record(
      z.string(),
      z.strictObject({
        revision: z.int().min(0).optional(),
        quantity: decimal.optional(),
        recipe: name.optional(),
        isRecalled: z.boolean().optional(),
        /** Latest revision that its neighbours were told; 0 for none. */
        staging: z.int().min(0).optional(),
        labour: z.int().min(0).optional(),
      }),
    )
    .optional(),
  deadLetters: z.array(deadLetterSchema).optional(),
  outbox: z.int().min(0).optional(),
  /** At least so many messages wait in the outbox. */
  waiting: z.int().min(1).optional(),
  /** What other systems were told over HTTP, by their endpoint: texts of which each must stand in a message of its own. */
  told: z.record(z.string(), z.array(name)).optional(),
  /** Files left for another system, by name with `*`: there is one of each, whole, and holds these texts. */
  left: z.record(z.string(), z.array(name)).optional(),
  /** What debug nodes showed last, by their id: texts that it holds. */
  shown: z.record(z.string(), z.array(name)).optional(),
  /** What the machine has truly made for an order by now, at least. */
  made: z.record(z.string(), counts).optional(),
});

/** How a message of another system comes in; without `by` it stands before the validator at once. */
const sending = {
  by: z.enum(['http', 'mqtt', 'file']).optional(),
  /** Id of the source node, where the flow has several of the kind. */
  to: name.optional(),
  /** The same message so often, as senders repeat what they are not sure of. */
  times: z.int().positive().default(1),
  /** Pause between two of them, in real time. */
  everyMs: z.int().positive().max(2_000).optional(),
  /** The appliance is killed after so many of them and started again. */
  killedAfter: z.int().positive().optional(),
  /** HTTP status of the answer, where the sender shall be refused. */
  answered: z.int().min(400).max(599).optional(),
  /** MQTT topic below the site's tree, or file name. */
  at: name.optional(),
  /** The last line of a text stands there again until it has so many lines. */
  lines: z.int().positive().max(5_000).optional(),
  /** The checksum beside a file is another file's. */
  checksum: z.literal('wrong').optional(),
};

/** Something done to the plant, to Odoo or to a dead letter. Steps run in order. */
export const stepSchema = z.union([
  /** The machine makes an order to its end; the step is over when the machine is. */
  z.strictObject({ run: jobSchema }),
  /** The machine begins an order; the step is over when the order stands at the machine. */
  z.strictObject({ begin: jobSchema }),
  z.strictObject({ pause: machine }),
  z.strictObject({ go: machine }),
  /** Counts beyond the programme; they are real. */
  z.strictObject({ count: tag, by: z.int().positive() }),
  /** The register alone changes, as after a power cycle or a replaced device. Nothing was made. */
  z.strictObject({ register: tag, becomes: z.int().min(0) }),
  /** Any value a confused controller may show; "NaN" is the number. */
  z.strictObject({ tag, shows: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ status: tag, becomes: name }),
  /** An alarm of a machine comes or goes on its OPC UA server. */
  z.strictObject({ alarm: tag, active: z.boolean() }),
  z.strictObject({ enter: tag, value: z.string() }),
  /** The operator leaves the order before it is complete. */
  z.strictObject({ leave: machine }),
  z.strictObject({ plant: z.enum(['drops', 'stops', 'starts']) }),
  z.strictObject({ odoo: z.union([faultSchema, z.literal('heals')]) }),
  /** A person confirms a new order in Odoo, while the appliance looks on. */
  z.strictObject({ person: z.literal('releases'), order: name, quantity: z.int().positive() }),
  /** What the MES makes of orders from now on, or that it says now what it kept to itself. */
  z.strictObject({
    mes: z.enum(['accepts', 'partly', 'rejects', 'tooLate', 'silent', 'twice', 'speaks', 'speaksBackwards']),
  }),
  /** A neighbour of the MES answers with an HTTP status, or works again. */
  z.strictObject({ leg, answers: z.union([z.int().min(400).max(599), z.literal('well')]) }),
  /** A person changes an order in Odoo. */
  z.strictObject({ person: z.enum(['changesQuantity', 'cancels']), order: name, to: z.int().positive().optional() }),
  /** A planner moves an order to another start; its work is placed again. */
  z.strictObject({ person: z.literal('reschedules'), order: name, start: z.iso.datetime() }),
  /** A person at the transfer: asks Odoo to reserve, or ships what is reserved. */
  z.strictObject({ person: z.enum(['reserves', 'ships']), delivery: name }),
  /** An event that another system sends, complete with envelope; `{{A}}` stands for the real name of A. */
  z.strictObject({
    report: name,
    data: z.record(z.string(), z.unknown()),
    /** When it happened; now unless given. */
    time: z.iso.datetime().optional(),
    /** Name of the system that says so. */
    system: name.default('mes'),
    /** Its own count of what it sends; without it the system does not count. */
    number: z.int().positive().optional(),
    ...sending,
  }),
  /** Anything at all: JSON as an object, everything else as text. */
  z.strictObject({ send: z.unknown(), ...sending }),
  z.strictObject({ appliance: z.enum(['stops', 'isKilled', 'starts']) }),
  /** A person puts a dead letter back, corrected or as it is. */
  z.strictObject({ replay: name, correct: z.record(z.string(), z.unknown()).optional() }),
  /**
   * A person decides about what waits; `about` is a text of the line that is listed. `by` is who: a login of his own.
   * `refused` is a text of the answer, where he may not.
   */
  z.strictObject({
    ...{ decide: name, about: name, because: z.string().min(5) },
    ...{ by: name.optional(), refused: name.optional() },
  }),
  /** A person says in the tab Crosswalk what a code means that messages wait for. */
  z.strictObject({ map: name, domain: name, system: name, to: name, because: z.string().min(5) }),
  /** A person presses an inject node in the editor. */
  z.strictObject({ press: name }),
  z.strictObject({ discard: name, because: z.string().min(5) }),
  z.strictObject({ until: expectationSchema }),
]);

export const KINDS = [
  'happy',
  'duplicate',
  'partial',
  'over-production',
  'lot-missing',
  'odoo-down',
  'poison',
  'counter-reset',
  'order-changed',
  'odoo-answers-html',
  'wrong-type',
  'not-a-number',
  'unmapped-code',
  'lost-answer',
  'restart',
  'policy',
  'late',
  'out-of-order',
  'conflict',
] as const;

export const scenarioSchema = z.strictObject({
  title: z.string().min(10),
  kind: z.enum(KINDS),
  /** Also run against a real Odoo. */
  live: z.boolean().default(false),
  given: z.strictObject({
    /** Site pack under `_sites`. */
    site: name,
    /** Posting policy of a machine, where it differs from the pack's. */
    policy: z.partialRecord(machine, z.record(z.string(), z.string())).default({}),
    /** Templates that are deployed beside this one, by code. */
    beside: z.array(z.string().regex(/^T-\d{2}$/)).default([]),
    /** Counters the machines have; without it all that the pack names. */
    counters: z.array(z.enum(['good', 'scrap', 'byproduct', 'consumed'])).optional(),
    /** Deadlines of interfaces and ladders last as long as everything else here: half a second for a minute; a number: so many times shorter still. */
    impatient: z.union([z.boolean(), z.int().min(2).max(60)]).default(false),
    /** Fields of nodes that this plant has set otherwise, by the id of the node. */
    nodes: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
    /** Codes that the crosswalk of the pack lacks. */
    unmapped: z.array(name).default([]),
    orders: z.array(orderSchema).default([]),
    /** Other records in Odoo. What names a code of the plant is bound to it in the site pack of this scenario. */
    odoo: z.array(seedSchema).default([]),
  }),
  when: z.array(stepSchema).min(1),
  /** Dead letters and outbox default to none. */
  // biome-ignore lint/suspicious/noThenProperty: the word of the format; nobody awaits a scenario
  then: expectationSchema,
});

export type Scenario = z.output<typeof scenarioSchema>;
export type Step = z.output<typeof stepSchema>;
export type Job = z.output<typeof jobSchema>;
export type ScenarioFault = z.output<typeof faultSchema>;
export type Sending = Pick<Extract<Step, { send?: unknown; times: number }>, keyof typeof sending>;
export type Expectation = z.output<typeof expectationSchema>;

/** Kinds without which a template is not merged. */
export const REQUIRED_KINDS: readonly Scenario['kind'][] = ['happy', 'duplicate', 'odoo-down', 'poison'];
