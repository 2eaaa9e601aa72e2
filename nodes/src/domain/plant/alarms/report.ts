/** What leaves the alarm chain, as canonical events. */
import { buildEvent, type EventAttributes } from '../../canonical/build.ts';
import type { EventData, EventName } from '../../canonical/registry.ts';
import type { Envelope } from '../../envelope.ts';
import type { Hash } from '../../ports.ts';
import type { Alarm, Group } from './group.ts';
import { alarmsOf, type Flood, type Line, topOf } from './line.ts';
import type { AlarmLimits } from './list.ts';
import type { Draft } from './state.ts';

export interface Site {
  readonly enterprise: string;
  readonly site: string;
  readonly hash: Hash;
  readonly limits: AlarmLimits;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Our own data: what breaks the contract is a bug of ours, not of the plant. */
function make<N extends EventName>(site: Site, draft: Draft, name: N, data: EventData<N>): Envelope {
  draft.sequence += 1;
  const attributes: EventAttributes = {
    enterprise: site.enterprise,
    site: site.site,
    system: 'alarms',
    originsystem: `scada-${site.site.toLowerCase()}`,
    time: iso(draft.nowMs),
    recordedtime: iso(draft.nowMs),
    timequality: 'synced',
    sequence: { epoch: 1, counter: draft.sequence },
  };
  const built = buildEvent(name, data, attributes, site.hash);
  if (!built.ok) throw new Error(`${name}: ${built.failure.reason}`);
  return built.value;
}

/** First report of a cycle, or one about its repetitions. */
export function requestEvent(site: Site, draft: Draft, group: Group, alarm: Alarm, occurrences: number): Envelope {
  const name = `${group.asset}/${group.class}/${group.cycle}`;
  return make(site, draft, 'maintenance.request.raised', {
    requestKey: name.length <= 80 ? name : site.hash(name),
    physicalAssetId: group.asset,
    equipmentId: alarm.equipmentId,
    trigger: 'alarm',
    class: group.class,
    openCycle: group.cycle,
    ...(group.reports > 1 ? { report: group.reports } : {}),
    occurrences,
    summary: alarm.summary,
    priority: alarm.priority,
    work: 'corrective',
    conditionId: alarm.conditionId,
    details: [...alarm.details],
    stopsProduction: alarm.stopsProduction,
  });
}

export function floodEvent(
  site: Site,
  draft: Draft,
  name: string,
  line: Line,
  flood: Flood,
  isOver: boolean,
): Envelope {
  return make(site, draft, 'equipment.alarmflood.changed', {
    scope: name,
    phase: isOver ? 'ended' : 'started',
    startedAt: iso(flood.startedMs),
    count10m: alarmsOf(line, draft.nowMs, site.limits),
    peak10m: flood.peak,
    firstOut: flood.firstOut,
    ...(isOver ? { duration: `PT${Math.round((draft.nowMs - flood.startedMs) / 1_000)}S` } : {}),
    topConditions: topOf(flood.heldBack),
  });
}

export function loadEvent(site: Site, draft: Draft, name: string, { load }: Line): Envelope {
  return make(site, draft, 'equipment.alarmload.reported', {
    scope: name,
    period: { start: iso(load.startMs), end: iso(draft.nowMs) },
    activations: load.activations,
    requests: load.requests,
    heldBack: Object.entries(load.silenced).map(([reason, count]) => ({ reason, count })),
    topConditions: topOf(load.byCondition),
    ...(load.chattering.length > 0 ? { chattering: [...load.chattering] } : {}),
    ...(load.stale.length > 0 ? { stale: [...load.stale] } : {}),
  });
}
