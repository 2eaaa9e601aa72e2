/** What a compiler needs to know of each machine, prepared once from the site pack: counters, context tags, limits. */
import { Decimal } from 'decimal.js';
import type { Hash } from '../ports.ts';
import type { Calendar } from '../site/calendar.ts';
import type { CounterDefinition, Equipment, SitePack } from '../site/pack.ts';

export type CounterUse = CounterDefinition['use'];

export interface CompilerOptions {
  readonly pack: SitePack;
  readonly calendar: Calendar;
  readonly equipment: readonly Equipment[];
  /** Counters that are published; the others belong to somebody else. */
  readonly uses: readonly CounterUse[];
  /** Whether a closing report waits for this counter; asked when an order closes, for flows come and go. */
  readonly isAwaited: (equipment: Equipment, counter: CounterDefinition) => boolean;
  /** Whether anybody reports this counter at present, this node or another one. */
  readonly isReported: (equipment: Equipment, counter: CounterDefinition) => boolean;
  readonly orderEnds: 'changeOrComplete' | 'completeOnly';
  readonly publishEveryMs: number;
  readonly publishEveryUnits?: number | undefined;
  /** Samples wait this long for older ones, because tags of one machine are sampled at different moments. */
  readonly settleMs: number;
  readonly hash: Hash;
}

export interface CounterPlan {
  /** Name in events, keys and ledgers. */
  readonly id: string;
  readonly definition: CounterDefinition;
  readonly whole: boolean;
  readonly factor: Decimal;
  readonly rate: Decimal;
  readonly period?: Decimal | undefined;
  /** Tags whose change closes the open range. */
  readonly lotTag?: string | undefined;
  readonly reasonTag?: string | undefined;
}

export interface MachinePlan {
  readonly equipment: Equipment;
  readonly counters: readonly CounterPlan[];
  /** Every tag that says what the machine works on. */
  readonly contextTags: ReadonlySet<string>;
  readonly counterTags: ReadonlySet<string>;
  /** Counts sequence numbers: one source per machine and selection of uses. */
  readonly system: string;
}

export interface Plan {
  readonly options: CompilerOptions;
  readonly machines: readonly MachinePlan[];
}

export function buildPlan(options: CompilerOptions): Plan {
  return { options, machines: options.equipment.map((equipment) => planMachine(equipment, options)) };
}

function planMachine(equipment: Equipment, options: CompilerOptions): MachinePlan {
  const counters = equipment.counters
    .filter((counter) => options.uses.includes(counter.use))
    .map((counter) => planCounter(counter, equipment));
  const { orderTag, completeTag } = equipment.context;
  const context = [orderTag, completeTag, equipment.material.tag, ...counters.flatMap((c) => [c.lotTag, c.reasonTag])];
  return {
    equipment,
    counters,
    contextTags: new Set(context.filter((tag): tag is string => tag !== undefined)),
    counterTags: new Set(counters.map((counter) => counter.definition.tag)),
    system: [equipment.name, ...options.uses].join('-'),
  };
}

function planCounter(definition: CounterDefinition, equipment: Equipment): CounterPlan {
  const ofProduct = definition.use === 'good' || (definition.use === 'scrap' && definition.material === undefined);
  return {
    id: definition.name ?? definition.tag,
    definition,
    whole: definition.uom === 'C62' || definition.factor !== '1',
    factor: new Decimal(definition.factor),
    rate: new Decimal(definition.maxRatePerSecond),
    period: definition.modulus === undefined ? undefined : periodOf(new Decimal(definition.modulus)),
    lotTag: definition.lotTag ?? (ofProduct ? equipment.context.lotTag : undefined),
    reasonTag: definition.use === 'scrap' && definition.reason === undefined ? definition.reasonTag : undefined,
  };
}

/** 65536 values or 65535 as the largest one: both are meant as a 16-bit register, and likewise 10000 and 9999. */
function periodOf(modulus: Decimal): Decimal {
  const next = modulus.plus(1);
  return isPower(next, 2) || isPower(next, 10) ? next : modulus;
}

function isPower(value: Decimal, base: number): boolean {
  let rest = value;
  while (rest.gt(1) && rest.mod(base).isZero()) rest = rest.div(base);
  return rest.eq(1);
}

/** Counters of the machine, by name, whose share an order needs before it may be closed. */
export function awaitsOf(equipment: Equipment, options: CompilerOptions): readonly string[] {
  return equipment.counters
    .filter((counter) => counter.authority && options.isAwaited(equipment, counter))
    .filter((counter) => counter.use !== 'consumed' || isMeasured(equipment, options))
    .map((counter) => counter.name ?? counter.tag);
}

/** Consumption counters that the posting policy counts on and nobody reports: Odoo must take those components itself. */
export function unreportedConsumption(equipment: Equipment, options: CompilerOptions): readonly string[] {
  const consumed = equipment.counters.filter((counter) => counter.authority && counter.use === 'consumed');
  const isUnreported = consumed.every((counter) => !options.isReported(equipment, counter));
  return isMeasured(equipment, options) && isUnreported ? consumed.map(({ name, tag }) => name ?? tag) : [];
}

function isMeasured(equipment: Equipment, options: CompilerOptions): boolean {
  return options.pack.policies[equipment.policy]?.consumption === 'actual';
}
