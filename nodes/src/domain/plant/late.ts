/**
 * A change of order, lot, material or reason that comes in behind counts made after it: those counts were taken for the
 * context before, so they go to a person instead. Looked at before the changes themselves are applied.
 */
import { Decimal } from 'decimal.js';
import { contextDoubt, contextTooLate, type LateChange } from './doubts.ts';
import { type Draft, iso, positionOf, put } from './draft.ts';
import { mistakenAt } from './history.ts';
import { CLOCK_JITTER_MS } from './judge.ts';
import { reportUpTo, takeFromOrder } from './ledger.ts';
import { type Machine, type Pending, sameSnapshot, snapshotOf } from './machine.ts';
import { type Mark, marksWithin } from './marks.ts';
import type { CounterPlan } from './plan.ts';
import { emit, reportRange, sourceOf } from './report.ts';
import { isGood, readFlag, readText, toldAt } from './sample.ts';

/** Puts aside what samples that are about to be applied throw doubt on. */
export function doubtLateCounts(draft: Draft, due: readonly Pending[]) {
  const isContext = (pending: Pending) => draft.plan.contextTags.has(pending.sample.tag);
  const newestMs = Math.max(...Object.values(draft.machine.counters).map(({ marks }) => marks?.at(-1)?.atMs ?? 0));
  const late = due.filter((pending) => pending.ms < newestMs && isContext(pending) && isGood(pending.sample.status));
  if (late.length === 0 || due.some((pending) => isOfClockSetBack(draft, pending))) return;
  for (const counter of draft.plan.counters) {
    if (!counter.definition.authority) continue;
    for (const change of changesFor(draft, counter, late)) doubt(draft, counter, change);
  }
}

/** Inside an epoch an older reading is never higher: not the context is late, the clock of the source was set back. */
function isOfClockSetBack(draft: Draft, { sample, ms }: Pending): boolean {
  if (typeof sample.value !== 'number' || !isGood(sample.status)) return false;
  const value = sample.value;
  return draft.plan.counters.some((counter) => {
    const known = counter.definition.tag === sample.tag ? positionOf(draft, counter) : undefined;
    return known && ms < known.atMs - CLOCK_JITTER_MS && ms >= known.epochAtMs && value > Number(known.register);
  });
}

/** Changes that go together are one doubt, from the first of them on; a change that another has overtaken is its own. */
function changesFor(draft: Draft, counter: CounterPlan, late: readonly Pending[]): readonly LateChange[] {
  const snapshot = (machine: Machine) => snapshotOf(machine, draft.plan, counter);
  const overtaken: LateChange[] = [];
  let together: LateChange | undefined;
  let { machine } = draft;
  for (const pending of late) {
    const { tag } = pending.sample;
    const value = textOf(draft, pending);
    const known = machine.context[tag];
    if (value === undefined || !known) continue;
    if (pending.ms < known.atMs) {
      const mistaken = mistakenAt(known.past, value, pending.ms);
      const contexts = [mistaken?.value, value].flatMap((one) =>
        one === undefined ? [] : [snapshot(workingOn(draft, machine, tag, one))],
      );
      if (mistaken) overtaken.push({ pending, untilMs: mistaken.untilMs, contexts });
      continue;
    }
    if (known.value === value || (pending.ms === known.atMs && known.seen.includes(value))) continue;
    const before = snapshot(machine);
    machine = workingOn(draft, machine, tag, value);
    const after = snapshot(machine);
    if (sameSnapshot(before, after)) continue;
    const contexts = [...(together?.contexts ?? [before]), after];
    together = { pending: together?.pending ?? pending, untilMs: Number.POSITIVE_INFINITY, contexts };
  }
  return [
    ...overtaken.filter(({ contexts: [a, b] }) => a && b && !sameSnapshot(a, b)),
    ...(together ? [together] : []),
  ];
}

/** The machine as it stands with another value of one tag, as far as counts are concerned. */
function workingOn(draft: Draft, machine: Machine, tag: string, value: string): Machine {
  const { orderTag, completeTag } = draft.plan.equipment.context;
  const known = machine.context[tag];
  const context = known ? { ...machine.context, [tag]: { ...known, value } } : machine.context;
  if (tag === orderTag) {
    return { ...machine, context, order: value ? { name: value, sinceMs: 0, ended: false, totals: {} } : undefined };
  }
  if (tag !== completeTag || !machine.order) return { ...machine, context };
  return { ...machine, context, order: { ...machine.order, ended: value === 'true' } };
}

function textOf(draft: Draft, { sample }: Pending): string | undefined {
  const read =
    sample.tag === draft.plan.equipment.context.completeTag ? readFlag(sample.value) : readText(sample.value);
  return read.ok ? read.value : undefined;
}

/** Counts of the open range leave as a proposal, what left before is named. */
function doubt(draft: Draft, counter: CounterPlan, change: LateChange) {
  const known = positionOf(draft, counter);
  if (!known) return;
  const marks = marksWithin(known.marks, change.pending.ms, change.untilMs);
  const isOpen = (mark: Mark) => mark.epoch === known.epoch && new Decimal(mark.to).gt(known.openFrom);
  const open = marks.filter(isOpen);
  const left = [...marks.filter((mark) => !isOpen(mark)), ...open.filter(({ from }) => lower(from, known.openFrom))];
  for (const epoch of new Set(left.map((mark) => mark.epoch))) {
    const ofEpoch = left.filter((mark) => mark.epoch === epoch);
    const to = ofEpoch.at(-1)?.to ?? '';
    tell(draft, counter, change, {
      epoch,
      from: ofEpoch[0]?.from ?? '',
      to: epoch === known.epoch && lower(known.openFrom, to) ? known.openFrom : to,
    });
  }
  setAside(draft, counter, change, open);
}

function setAside(draft: Draft, counter: CounterPlan, change: LateChange, open: readonly Mark[]) {
  const [first, last] = [open[0], open.at(-1)];
  const snapshot = change.contexts.at(-1);
  if (!first || !last || !snapshot) return;
  takeFromOrder(draft, counter, new Decimal(last.to).minus(lastOf(draft, counter, first.from)));
  reportUpTo(draft, counter, first.from, first.afterMs);
  const known = positionOf(draft, counter);
  if (!known) return;
  const next = known.marks?.find((mark) => mark.epoch === known.epoch && !lower(mark.from, last.to));
  const firstArrivedMs = next ? known.firstArrivedMs : undefined;
  put(draft, counter, { ...known, openFrom: last.to, openAtMs: last.atMs, firstAtMs: next?.atMs, firstArrivedMs });
  const range = { counter, position: known, from: known.openFrom, to: last.to, snapshot };
  const times = { startMs: Math.max(first.afterMs, known.openAtMs), endMs: last.atMs };
  reportRange(draft, { ...range, ...times }, contextDoubt(change, draft.options.settleMs));
}

/** Nothing to replay: the counts are on their way or in Odoo, for the context before. */
function tell(
  draft: Draft,
  counter: CounterPlan,
  change: LateChange,
  range: { readonly epoch: number; readonly from: string; readonly to: string },
) {
  const { sample, ms } = change.pending;
  const key = [sourceOf(draft), counter.id, range.epoch, range.from, range.to, sample.tag, iso(toldAt(ms)), 'late'];
  const id = `f1-${draft.options.hash(JSON.stringify(key))}`;
  const failure = {
    ...contextTooLate(change, draft.options.settleMs),
    attempted: `attribute counts ${range.from} to ${range.to} of epoch ${range.epoch}`,
    on: counter.id,
  };
  emit(draft, id, { id, source: sourceOf(draft), samples: [sample] }, failure);
}

const lower = (a: string, b: string): boolean => new Decimal(a).lt(b);

/** Start of the doubt inside the open range: a coarse mark may begin before it. */
function lastOf(draft: Draft, counter: CounterPlan, from: string): string {
  const openFrom = positionOf(draft, counter)?.openFrom ?? from;
  return lower(from, openFrom) ? openFrom : from;
}
