/** From a snapshot, the books and what stood before: the report, what is proposed and taken back, and what stands now. */
import { buildEvent, type EventAttributes } from '../canonical/build.ts';
import type { EventData } from '../canonical/registry.ts';
import type { Envelope } from '../envelope.ts';
import { text } from '../odoo/amount.ts';
import { fail, type Hash, ok, type Result } from '../ports.ts';
import type { SitePackResource } from '../site/resource.ts';
import { judge, kindOf, type Line, lineKey, toleranceOf } from './line.ts';
import type { ReconciliationPolicy } from './policy.ts';
import { advance, afterwards, type Proposal, type Standing, type Told } from './standing.ts';

export interface Comparison {
  readonly scope: string;
  readonly asOf: string;
  readonly readAt: string;
  /** Id of the snapshot's event. */
  readonly snapshot: string;
  readonly lines: readonly Line[];
}

export interface Findings {
  readonly report: Envelope;
  readonly proposals: readonly Envelope[];
  readonly withdrawals: readonly Envelope[];
  readonly standings: readonly Standing[];
  readonly told: readonly Told[];
}

interface Plant {
  readonly site: SitePackResource;
  readonly policy: ReconciliationPolicy;
  readonly hash: Hash;
}

export function reconcile(comparison: Comparison, before: readonly Standing[], plant: Plant): Result<Findings> {
  const { site, policy, hash } = plant;
  const { asOf, lines } = comparison;
  const known = new Map(before.map((standing) => [standing.key, standing]));
  const propose = (line: Line, difference: Parameters<typeof text>[0], since: string): Proposal => {
    const parts = [site.pack.site, comparison.scope, lineKey(line), since];
    const adjustmentId = `R-${hash(JSON.stringify(parts)).slice(0, 20)}`;
    return { adjustmentId, key: '', quantity: text(difference) };
  };
  const compared = lines.map((line) => {
    const tolerance = toleranceOf(policy, line.material, site.materials.get(line.material)?.class);
    const judged = { line, judgement: judge(line, tolerance), tolerance };
    return advance(known.get(lineKey(line)), judged, asOf, policy.stands, propose);
  });
  const here = new Set(lines.map(lineKey));
  // What neither side names any more is equal: nothing on both.
  const vanished = before.flatMap(({ key, proposal }) => (here.has(key) || !proposal ? [] : [proposal]));
  const proposals: Envelope[] = [];
  const told: Told[] = [];
  for (const one of compared) {
    if (!one.isNew) told.push(one);
    else {
      const built = proposalOf(one, comparison, plant);
      if (!built.ok) return built;
      proposals.push(built.value.event);
      told.push(built.value.told);
    }
  }
  const taken = [...vanished, ...told.flatMap(({ withdraws }) => withdraws ?? [])];
  const withdrawals: Envelope[] = [];
  for (const { key } of taken) {
    const gone = { decisionId: key, reason: 'warehouse and Odoo differ by this quantity no longer' };
    const built = buildEvent('integration.decision.withdrawn', gone, attributes(comparison, plant), hash);
    if (!built.ok) return built;
    withdrawals.push(built.value);
  }
  const report = reportOf(comparison, told, withdrawals.length, plant);
  return report.ok
    ? ok({ report: report.value, proposals, withdrawals, standings: afterwards(told), told })
    : fail(report.failure);
}

/** The event has the key by which it is decided about, and taken back. */
function proposalOf(told: Told, comparison: Comparison, plant: Plant): Result<{ event: Envelope; told: Told }> {
  const { line, standing, difference } = told;
  if (!standing?.proposal || !difference || !line.uom) throw new Error('a proposal has a difference and a unit');
  const { adjustmentId } = standing.proposal;
  const words = `warehouse ${text(line.warehouse ?? difference)}, Odoo ${text(line.odoo ?? difference)}, since ${standing.since}`;
  const data: EventData<'inventory.adjusted'> = {
    adjustmentId,
    locationId: line.location,
    material: { materialDefinitionId: line.material },
    quantity: { value: text(difference), uom: line.uom },
    ...(line.lot === undefined ? {} : { lot: { lotId: line.lot } }),
    reason: { code: plant.policy.reason, scheme: 'site', text: words },
  };
  const built = buildEvent('inventory.adjusted', data, attributes(comparison, plant), plant.hash);
  if (!built.ok) return built;
  const proposal = { ...standing.proposal, key: built.value.idempotencykey ?? adjustmentId };
  return ok({ event: built.value, told: { ...told, standing: { ...standing, proposal } } });
}

function reportOf(comparison: Comparison, told: readonly Told[], withdrawn: number, plant: Plant): Result<Envelope> {
  const { scope, asOf, readAt } = comparison;
  const lines = told.map(wireOf);
  const data: EventData<'integration.reconciliation.completed'> = {
    ...{ scope, asOf, readAt, withdrawn, lines },
    compared: lines.length,
    differing: told.filter(({ reason }) => reason !== 'equal' && reason !== 'within-tolerance').length,
    proposed: told.filter(({ isNew }) => isNew).length,
  };
  return buildEvent('integration.reconciliation.completed', data, attributes(comparison, plant), plant.hash);
}

type WireLine = EventData<'integration.reconciliation.completed'>['lines'][number];

function wireOf({ line, reason, difference, standing, says }: Told): WireLine {
  return {
    ...{ locationId: line.location, materialId: line.material, kind: kindOf(line), reason },
    ...(line.lot === undefined ? {} : { lotId: line.lot }),
    ...(line.warehouse && line.odoo ? { warehouse: text(line.warehouse), odoo: text(line.odoo) } : {}),
    ...(difference ? { difference: text(difference) } : {}),
    ...(line.uom === undefined ? {} : { uom: line.uom }),
    ...(standing ? { since: standing.since } : {}),
    ...(standing?.proposal ? { adjustmentId: standing.proposal.adjustmentId } : {}),
    ...(says === undefined ? {} : { says: says.slice(0, 1000) }),
  };
}

function attributes({ readAt, snapshot }: Comparison, { site }: Plant): EventAttributes {
  return {
    ...{ enterprise: site.pack.enterprise, site: site.pack.site, system: 'plantwire' },
    ...{ time: readAt, recordedtime: readAt, timequality: 'synced', deliverymode: 'reconcile' },
    ...{ sequence: { epoch: 0, counter: 0 }, causationid: snapshot },
  };
}
