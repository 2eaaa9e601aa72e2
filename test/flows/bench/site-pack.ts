/** The demo plant's site pack, bound to the products a test seeded into Odoo, with a posting policy per machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Binding, type SitePack, sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import type { SeededPlant } from '../../live/seed.ts';

const SITES = join(import.meta.dirname, '../../../flows/_sites');

export const MACHINES = ['Press1', 'Press2', 'Filler'] as const;
export type Machine = (typeof MACHINES)[number];
export type PolicyOverride = Readonly<Record<string, string>>;

/** What the seeded plant counts in: half a kilogram of A and two of B for each piece, a tenth of a kilogram by-product. */
const COUNTERS: Readonly<
  Record<string, { readonly uom: string; readonly factor: string; readonly isTracked: boolean }>
> = {
  'RM-10': { uom: 'KGM', factor: '0.1', isTracked: false },
  'RM-20': { uom: 'C62', factor: '1', isTracked: true },
  'BP-1': { uom: 'KGM', factor: '0.1', isTracked: false },
};

export interface PackChanges {
  /** Posting policy by machine, where it differs from the pack's. */
  readonly policies?: Readonly<Partial<Record<Machine, PolicyOverride>>>;
  /** Local codes whose crosswalk row or binding is missing. */
  readonly unmapped?: readonly string[];
  /** Counters the machines have; all of them when absent. */
  readonly uses?: readonly string[] | undefined;
  /** Where seeded records are found, instead of what the pack says. */
  readonly bindings?: readonly Binding[];
  /** By which deadlines of interfaces and ladders are divided. */
  readonly timeScale?: number;
}

export function packFor(site: string, plant: SeededPlant, changes: PackChanges = {}): SitePack {
  const { policies = {}, unmapped = [], uses, bindings = [] } = changes;
  const base = sitePackSchema.parse(JSON.parse(readFileSync(join(SITES, `${site}.json`), 'utf8')));
  const codes: Readonly<Record<string, string>> = {
    'FG-1000': plant.fg.code,
    'RM-10': plant.rmA.code,
    'RM-20': plant.rmB.code,
    'BP-1': plant.byproduct.code,
  };
  const named = Object.entries(policies).map(([machine, policy]) => [
    `test-${machine}`,
    { ...base.policies.default, ...policy },
  ]);
  return sitePackSchema.parse({
    ...base,
    policies: { ...base.policies, ...Object.fromEntries(named) },
    equipment: base.equipment.map((unit) => ({
      ...unit,
      policy: policies[unit.name as Machine] ? `test-${unit.name}` : unit.policy,
      counters: unit.counters
        .filter(({ use }) => uses?.includes(use) ?? true)
        .map((counter) => {
          const known = counter.material === undefined ? undefined : COUNTERS[counter.material];
          if (!known) return counter;
          const { lotTag: _lot, ...rest } = counter;
          const lot = known.isTracked ? { lotTag: `ns=1;s=${unit.name}.ComponentLot` } : {};
          return { ...rest, uom: known.uom, factor: known.factor, ...lot };
        }),
    })),
    materials: materialsWith(bindings),
    ...(base.escalation ? { escalation: climbing(base.escalation, changes.timeScale ?? 1) } : {}),
    ...(base.interfaces ? { interfaces: scaled(base.interfaces, changes.timeScale ?? 1) } : {}),
    crosswalk: base.crosswalk.filter((row) => !unmapped.includes(row.localCode) && !unmapped.includes(row.canonicalId)),
    bindings: [
      ...bindings,
      ...Object.entries(codes).map(([canonicalId, value]) => ({
        domain: 'material' as const,
        canonicalId,
        by: 'code' as const,
        value,
      })),
      // All machines of a seeded plant stand at its one work centre.
      ...base.equipment.map(({ id }) => ({
        domain: 'equipment' as const,
        canonicalId: id,
        by: 'code' as const,
        value: plant.prefix,
      })),
      ...base.bindings.filter(({ domain }) => domain !== 'material' && domain !== 'equipment'),
    ]
      .filter((binding, index) => index < bindings.length || !bindings.some((other) => isSame(binding, other)))
      .filter((binding) => !unmapped.includes(binding.canonicalId)),
  });
}

/** Deadlines in the time of the scenario. */
const scaled = (interfaces: NonNullable<SitePack['interfaces']>, scale: number): SitePack['interfaces'] =>
  Object.fromEntries(
    Object.entries(interfaces).map(([name, one]) => [
      name,
      { ...one, answerMinutes: one.answerMinutes / scale, escalateMinutes: one.escalateMinutes / scale },
    ]),
  );

const climbing = (ladders: NonNullable<SitePack['escalation']>, scale: number): SitePack['escalation'] =>
  Object.fromEntries(
    Object.entries(ladders).map(([name, steps]) => [
      name,
      steps.map((step) => ({ ...step, afterMinutes: step.afterMinutes / scale })),
    ]),
  );

const isSame = (a: Pick<Binding, 'domain' | 'canonicalId'>, b: Binding): boolean =>
  a.domain === b.domain && a.canonicalId === b.canonicalId;

/** Materials of the seeded plant, and those a scenario seeded for itself. */
function materialsWith(bindings: readonly Binding[]): readonly { id: string; uom: string; tracking?: string }[] {
  const known = [
    { id: 'FG-1000', uom: 'C62', tracking: 'lot' },
    ...Object.entries(COUNTERS).map(([id, { uom, isTracked }]) => ({ id, uom, tracking: isTracked ? 'lot' : 'none' })),
  ];
  const own = bindings.filter(({ domain }) => domain === 'material').map(({ canonicalId }) => canonicalId);
  return [...known, ...own.filter((id) => !known.some((one) => one.id === id)).map((id) => ({ id, uom: 'C62' }))];
}
