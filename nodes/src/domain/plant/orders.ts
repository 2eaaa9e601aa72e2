/** What the machine works on: a change of order, lot, material or reason closes ranges; the end of an order reports it. */
import { buildEvent } from '../canonical/build.ts';
import { orderPartition } from '../canonical/scopes.ts';
import { type Draft, iso, positionOf, put } from './draft.ts';
import { withSeen } from './history.ts';
import { closeRange } from './ledger.ts';
import { type ContextValue, type Machine, type Pending, sameSnapshot, snapshotOf } from './machine.ts';
import { marksUpTo } from './marks.ts';
import { awaitsOf } from './plan.ts';
import { refuse } from './refuse.ts';
import { attributesOf, consumptionOf, emit, productOf, shiftOf } from './report.ts';
import { isGood, readFlag, readText, toldAt } from './sample.ts';

export function applyContext(draft: Draft, pending: Pending) {
  const { sample } = pending;
  const known = draft.machine.context[sample.tag];
  if (!isGood(sample.status)) {
    const current = pending.clock === 'arrival' || !known || pending.ms >= known.atMs;
    if (known && current) remember(draft, sample.tag, { ...known, held: sample.status });
    return;
  }
  const read =
    sample.tag === draft.plan.equipment.context.completeTag ? readFlag(sample.value) : readText(sample.value);
  if (!read.ok) return refuse(draft, pending, 'context-value-invalid', read.reason);
  if (known && pending.ms < known.atMs) {
    const past = withSeen(known.past, read.value, pending.ms);
    const late = read.value === known.value ? known.late : { value: read.value, atMs: pending.ms };
    if (late !== known.late || past !== known.past) remember(draft, sample.tag, { ...known, late, past });
    return;
  }
  if (known && pending.ms === known.atMs && read.value !== known.value && known.seen.includes(read.value)) return;
  change(draft, sample.tag, read.value, pending.ms);
}

/** The source set its clock back to `ms`: stamps start again there, and changes taken for late ones are applied. */
export function followClockBack(draft: Draft, ms: number) {
  const counters = Object.entries(draft.machine.counters).map(([id, position]) => [
    id,
    { ...position, marks: marksUpTo(position.marks, ms) },
  ]);
  draft.machine = { ...draft.machine, latestMs: ms, counters: Object.fromEntries(counters) };
  for (const [tag, known] of Object.entries(draft.machine.context)) {
    const atMs = Math.min(known.atMs, ms);
    const past = [{ value: known.value, fromMs: atMs, toMs: atMs }];
    remember(draft, tag, { ...known, atMs, late: undefined, past });
    if (known.late) change(draft, tag, known.late.value, Math.min(known.late.atMs, ms));
  }
}

function change(draft: Draft, tag: string, value: string, ms: number) {
  const known = draft.machine.context[tag];
  const seen = known?.atMs === ms ? [...known.seen, value].slice(-20) : [value];
  const next: ContextValue = { value, atMs: ms, seen, past: withSeen(known?.past, value, ms) };
  if (known?.value === value) return remember(draft, tag, next);
  const before = draft.machine;
  const { orderTag, completeTag } = draft.plan.equipment.context;
  closeChanged(draft, withValue(before, tag, next, orderTag), ms);
  if (tag === orderTag) {
    if (draft.options.orderEnds === 'changeOrComplete') endOrder(draft, toldAt(ms));
    remember(draft, tag, next);
    draft.machine = {
      ...draft.machine,
      order: value ? { name: value, sinceMs: toldAt(ms), ended: false, totals: {} } : undefined,
    };
    return;
  }
  remember(draft, tag, next);
  if (tag !== completeTag || known === undefined) return;
  if (value === 'true') complete(draft, ms);
  else goOn(draft, ms);
}

/** The machine takes its completion back while the order still stands there: the rest of it is being made. */
function goOn(draft: Draft, ms: number) {
  const { order } = draft.machine;
  if (!order?.ended) return;
  const again = { name: order.name, sinceMs: toldAt(ms), ended: false, totals: {} };
  closeChanged(draft, { ...draft.machine, order: again }, ms);
  draft.machine = { ...draft.machine, order: again };
}

function complete(draft: Draft, ms: number) {
  const { order } = draft.machine;
  if (!order || order.ended) return;
  closeChanged(draft, { ...draft.machine, order: { ...order, ended: true } }, ms);
  endOrder(draft, toldAt(ms));
  draft.machine = { ...draft.machine, order: { ...order, ...draft.machine.order, ended: true } };
}

/** Ranges of every counter whose counts would belong to something else afterwards. */
function closeChanged(draft: Draft, after: Machine, ms: number) {
  for (const counter of draft.plan.counters) {
    const snapshot = snapshotOf(draft.machine, draft.plan, counter);
    if (sameSnapshot(snapshot, snapshotOf(after, draft.plan, counter))) continue;
    closeRange(draft, counter);
    const known = positionOf(draft, counter);
    if (!known) continue;
    const first = known.torn && known.before ? known.before : { snapshot, untilMs: ms };
    const isBlind = known.held !== undefined && toldAt(ms) > (known.held.afterMs ?? Number.NEGATIVE_INFINITY);
    put(draft, counter, { ...known, before: first, torn: isBlind || known.torn });
  }
}

/** Nothing more follows for the order: every counter says so, the one of good output asks for the order to be closed. */
function endOrder(draft: Draft, ms: number) {
  const { order } = draft.machine;
  if (!order || order.ended) return;
  const authorities = draft.plan.counters.filter((counter) => counter.definition.authority);
  const scope = { enterprise: draft.options.pack.enterprise, site: draft.options.pack.site, system: '' };
  const partition = orderPartition({ operationsRequestId: order.name }, scope);
  for (const counter of authorities) draft.segments.push({ partition, tag: counter.id, closedAt: iso(ms) });
  const good = authorities.find((counter) => counter.definition.use === 'good');
  if (!good) return;
  if (Object.keys(order.totals).length === 0) {
    const text = `order ${order.name} ended without a count: nothing to report`;
    return void draft.notes.push({ kind: 'orderEndedEmpty', on: draft.plan.equipment.name, text });
  }
  reportEnd(draft, good.definition.uom, ms);
}

function reportEnd(draft: Draft, uom: string, ms: number) {
  const { order, closes } = draft.machine;
  if (!order) return;
  // The stamp rises with every end of the order, on another machine and after a lost ledger too.
  const version = Math.max((closes[order.name] ?? 0) + 1, ms);
  const recent = Object.entries(closes)
    .filter(([name]) => name !== order.name)
    .slice(-49);
  draft.machine = { ...draft.machine, closes: { ...Object.fromEntries(recent), [order.name]: version } };
  const product = productOf(draft);
  const lotTag = draft.plan.equipment.context.lotTag;
  const lot = lotTag ? draft.machine.context[lotTag]?.value : undefined;
  const data = {
    operationsRequestId: order.name,
    responseVersion: version,
    responseState: 'Completed' as const,
    ...(product ? { material: { materialDefinitionId: product } } : {}),
    totals: totalsOf(draft, uom),
    equipmentId: draft.plan.equipment.id,
    interval: { start: iso(Math.min(order.sinceMs, ms)), end: iso(ms) },
    ...shiftOf(draft, ms),
    closeRequested: true,
    awaits: [...awaitsOf(draft.plan.equipment, draft.options)],
    ...consumptionOf(draft),
    ...(lot ? { lot: { lotId: lot } } : {}),
  };
  const built = buildEvent(
    'operations.performance.reported',
    data,
    attributesOf(draft, ms, 'synced'),
    draft.options.hash,
  );
  if (built.ok) return emit(draft, built.value.id, built.value);
  const id = `f1-${draft.options.hash(JSON.stringify(['order-end', order.name, version, draft.plan.equipment.id]))}`;
  emit(draft, id, { id, data }, built.failure);
}

function totalsOf(draft: Draft, uom: string) {
  const totals = Object.entries(draft.machine.order?.totals ?? {});
  const scrap = totals.find(([name]) => name === 'scrap')?.[1];
  const byProducts = totals.flatMap(([name, value]) => {
    const counter = draft.plan.counters.find(
      ({ definition }) => definition.use === 'byproduct' && name === `byproduct:${definition.material}`,
    );
    if (!counter?.definition.material) return [];
    const material = { materialDefinitionId: counter.definition.material };
    return [{ material, quantity: { value, uom: counter.definition.uom } }];
  });
  return {
    good: { value: draft.machine.order?.totals.good ?? '0', uom },
    ...(scrap === undefined ? {} : { scrap: { value: scrap, uom } }),
    byProducts,
  };
}

function remember(draft: Draft, tag: string, value: ContextValue) {
  draft.machine = { ...draft.machine, context: { ...draft.machine.context, [tag]: value } };
}

/** The machine as it would be after the change, as far as ranges are concerned. */
function withValue(machine: Machine, tag: string, value: ContextValue, orderTag: string): Machine {
  const context = { ...machine.context, [tag]: value };
  if (tag !== orderTag) return { ...machine, context };
  const order = value.value ? { name: value.value, sinceMs: toldAt(value.atMs), ended: false, totals: {} } : undefined;
  return { ...machine, context, order };
}
