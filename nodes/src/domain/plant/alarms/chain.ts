/**
 * From alarm conditions to maintenance requests, in the order of ISA-18.2: rationalised, blocked, delays and deadband,
 * chattering, flood, one open request per asset and class, budget per line and hour. Pure: changes and the state so far
 * in; new state, requests and notices out. Every activation is counted once: as passed, or with the reason why not.
 */
import type { Envelope } from '../../envelope.ts';
import type { CounterState } from '../../journal.ts';
import { apply, expire, type Moved, newCondition, type Silence } from './condition.ts';
import { type Alarm, type Group, heard, isOpen, settled, sounds, told, wantsReport } from './group.ts';
import { type Input, readInput } from './input.ts';
import { counted, drained, hasBudget, isDue, isOver, type Line, newLoad, sounded, spent } from './line.ts';
import type { Rule } from './list.ts';
import { floodEvent, loadEvent, requestEvent, type Site } from './report.ts';
import { type AlarmState, Draft, type Watched } from './state.ts';

export interface AlarmPlan extends Site {
  find(condition: string): Rule | undefined;
}

export type Reason = Silence | 'notRationalised' | 'noAction' | 'late' | 'flood' | 'openRequest' | 'budget';

export interface AlarmStep {
  readonly state: AlarmState;
  readonly rows: readonly CounterState[];
  readonly requests: readonly Envelope[];
  readonly notices: readonly Envelope[];
}

class Step {
  readonly draft: Draft;
  readonly plan: AlarmPlan;
  readonly requests: Envelope[] = [];
  readonly notices: Envelope[] = [];

  constructor(plan: AlarmPlan, state: AlarmState, nowMs: number) {
    this.plan = plan;
    this.draft = new Draft(state, nowMs);
  }

  done(): AlarmStep {
    const { draft, requests, notices } = this;
    return { state: draft.state(), rows: draft.rows(), requests, notices };
  }
}

export function take(plan: AlarmPlan, state: AlarmState, events: readonly Envelope[], nowMs: number): AlarmStep {
  const step = new Step(plan, state, nowMs);
  for (const event of events) takeOne(step, event);
  return step.done();
}

/** Time passes: delays run out, floods end, what waited for budget is told, the hour is summed up. */
export function tick(plan: AlarmPlan, state: AlarmState, nowMs: number): AlarmStep {
  const step = new Step(plan, state, nowMs);
  const { draft } = step;
  for (const id of draft.all().conditions) ageCondition(step, id);
  for (const name of draft.all().lines) ageLine(step, name);
  // The most urgent first: budget may not do for all.
  const groups = draft
    .all()
    .groups.sort(([, left], [, right]) => (right.last?.priority ?? 0) - (left.last?.priority ?? 0));
  for (const [key, group] of groups) ageGroup(step, key, group);
  return step.done();
}

/** Enterprise, site, area and work centre of an equipment path. */
export const lineOf = (equipmentId: string): string => equipmentId.split('/').slice(0, 4).join('/');

function takeOne(step: Step, event: Envelope): void {
  const { plan, draft } = step;
  const known = (event.data as { conditionId?: unknown } | undefined)?.conditionId;
  const rule = plan.find(String(known));
  const input = readInput(event, rule, draft.nowMs);
  const line = lineOf(input.equipmentId);
  const isActivation = input.change.kind === 'activated';
  if (isActivation) activation(step, line, input.conditionId);
  const early = rule ? (input.isLate ? 'late' : undefined) : 'notRationalised';
  if (!rule || early) {
    if (isActivation && early) silence(step, line, early);
    return;
  }
  const before = draft.condition(input.conditionId);
  const watched = watch(before, input, rule, line);
  const result = apply(watched.condition, input.change, rule, plan.limits);
  settle(step, input.conditionId, watched, result);
}

function watch(before: Watched | undefined, input: Input, { row }: Rule, line: string): Watched {
  const asset = row.asset ?? input.asset ?? input.equipmentId;
  const isNews = before === undefined || input.change.kind === 'activated';
  const alarm: Alarm = {
    conditionId: input.conditionId,
    equipmentId: input.equipmentId,
    summary: (row.title ?? input.message ?? input.conditionId).trim().slice(0, 200) || input.conditionId,
    ...{ priority: row.priority, stopsProduction: row.stopsProduction, details: input.details },
  };
  return {
    condition: before?.condition ?? newCondition,
    group: JSON.stringify([asset, row.class]),
    line,
    alarm: isNews ? alarm : before.alarm,
  };
}

function settle(step: Step, id: string, watched: Watched, result: Moved): void {
  const { draft } = step;
  const { condition } = result;
  if (result.anew) activation(step, watched.line, id);
  draft.conditions.set(id, { ...watched, condition });
  for (const reason of result.silenced) silence(step, watched.line, reason);
  if (result.chatters) noteLoad(step, watched.line, 'chattering', id);
  const [key, group] = groupOf(draft, watched);
  const isOn = condition.alarm === 'on' || condition.alarm === 'clearing';
  const next = sounds(group, id, isOn);
  if (next !== group) draft.groups.set(key, next);
  if (result.rang) sound(step, id, watched);
}

function groupOf(draft: Draft, watched: Watched): readonly [string, Group] {
  const [asset = '', family = ''] = JSON.parse(watched.group) as string[];
  return [watched.group, draft.group(watched.group, asset, family, watched.line)];
}

/** A new alarm: it becomes a request, or is counted with the reason why not. */
function sound(step: Step, id: string, watched: Watched): void {
  const reason = judge(step, id, watched);
  if (reason) silence(step, watched.line, reason);
  else step.draft.change(watched.line, (now) => ({ ...now, load: { ...now.load, passed: now.load.passed + 1 } }));
}

function judge(step: Step, id: string, watched: Watched): Reason | undefined {
  const { draft, plan } = step;
  const { limits } = plan;
  const wasFlooded = draft.line(watched.line).flood !== undefined;
  const line = draft.change(watched.line, (now) => sounded(now, id, draft.nowMs, limits));
  if (line.flood && !wasFlooded) step.notices.push(floodEvent(plan, draft, watched.line, line, line.flood, false));
  if (plan.find(id)?.row.action === 'none') return 'noAction';
  const [key, group] = groupOf(draft, watched);
  const next = heard(group, watched.alarm, draft.nowMs);
  draft.groups.set(key, next);
  if (line.flood && !isUrgent(watched.alarm)) {
    draft.change(watched.line, (now) => heldBack(now, id));
    return 'flood';
  }
  if (isOpen(next)) return 'openRequest';
  if (!hasBudget(line, draft.nowMs, limits)) return 'budget';
  report(step, key, next);
  return undefined;
}

const heldBack = (line: Line, id: string): Line =>
  line.flood ? { ...line, flood: { ...line.flood, heldBack: counted(line.flood.heldBack, id) } } : line;

/** What a flood does not hold back. */
const isUrgent = ({ priority, stopsProduction }: Alarm): boolean => priority === 3 || stopsProduction;

function report(step: Step, key: string, group: Group): void {
  const { draft, plan } = step;
  if (!group.last) return;
  const next = told(group, draft.nowMs);
  draft.groups.set(key, next);
  draft.change(group.line, (line) => spent(line, draft.nowMs));
  step.requests.push(requestEvent(plan, draft, next, group.last, group.untold));
}

function ageCondition(step: Step, id: string): void {
  const { draft, plan } = step;
  const watched = draft.condition(id);
  if (!watched) return;
  const result = expire(watched.condition, draft.nowMs);
  if (result.condition !== watched.condition) settle(step, id, watched, result);
  const { condition } = draft.condition(id) ?? watched;
  const isStale = condition.alarm === 'on' && draft.nowMs - condition.sinceMs > plan.limits.staleHours * 3_600_000;
  if (!isStale || condition.isStale) return;
  draft.conditions.set(id, { ...watched, condition: { ...condition, isStale } });
  noteLoad(step, watched.line, 'stale', id);
}

function ageLine(step: Step, name: string): void {
  const { draft, plan } = step;
  const line = draft.line(name);
  if (line.flood && isOver(line, draft.nowMs, plan.limits)) {
    step.notices.push(floodEvent(plan, draft, name, line, line.flood, true));
    draft.change(name, drained);
  }
  if (!isDue(draft.line(name), draft.nowMs)) return;
  step.notices.push(loadEvent(plan, draft, name, draft.line(name)));
  draft.change(name, (now) => ({ ...now, load: newLoad(draft.nowMs) }));
}

function ageGroup(step: Step, key: string, group: Group): void {
  const { draft, plan } = step;
  const line = draft.line(group.line);
  const isHeld = line.flood !== undefined && group.last !== undefined && !isUrgent(group.last);
  const mayTell = !isHeld && hasBudget(line, draft.nowMs, plan.limits);
  if (mayTell && wantsReport(group, draft.nowMs, plan.limits)) report(step, key, group);
  const now = draft.groups.get(key) ?? group;
  const next = settled(now, draft.nowMs, plan.limits);
  if (next !== now) draft.groups.set(key, next);
}

function activation(step: Step, line: string, id: string): void {
  step.draft.change(line, (now) => ({
    ...now,
    load: { ...now.load, activations: now.load.activations + 1, byCondition: counted(now.load.byCondition, id) },
  }));
}

function silence(step: Step, line: string, reason: Reason): void {
  step.draft.change(line, (now) => {
    const silenced = { ...now.load.silenced, [reason]: (now.load.silenced[reason] ?? 0) + 1 };
    return { ...now, load: { ...now.load, silenced } };
  });
}

function noteLoad(step: Step, line: string, kind: 'chattering' | 'stale', id: string): void {
  step.draft.change(line, (now) => {
    const names = now.load[kind];
    return names.includes(id) || names.length >= 200 ? now : { ...now, load: { ...now.load, [kind]: [...names, id] } };
  });
}
