/** What the shop floor says about a line, as entries of its windows: quantities, standstills, energy. */
import { events, eventType } from '../../canonical/registry.ts';
import type { Envelope } from '../../envelope.ts';
import type { SitePackResource } from '../../site/resource.ts';
import { slotOf } from '../aggregation.ts';
import { durationMs } from '../duration.ts';
import type { Entry } from '../windows/entry.ts';

/** Time elements of ISO 22400-2. `planned` is not one of them: it keeps the line out of the planned busy time. */
export type TimeElement = 'ADOT' | 'ADET' | 'AUST' | 'planned';

export type ShiftFact =
  | { readonly kind: 'good' | 'scrap'; readonly material: string; readonly uom: string; readonly quantity: string }
  | { readonly kind: 'stop'; readonly equipment: string; readonly element: TimeElement; readonly reason: string }
  /** Short standstills together, told where their period began. */
  | { readonly kind: 'microstops'; readonly reason: string; readonly ms: number; readonly stops: number }
  | TimeUse
  | { readonly kind: 'energy'; readonly medium: string; readonly uom: string; readonly quantity: string };

/** How the whole of a shift was spent, from one who watched it: with it single standstills only say what they are. */
export interface TimeUse {
  readonly kind: 'use';
  readonly equipment: string;
  readonly unknownMs: number;
  readonly losses: readonly {
    readonly reason: string;
    readonly isPlanned: boolean;
    readonly ms: number;
    readonly stops: number;
  }[];
}

export interface Placing {
  readonly site: Pick<SitePackResource, 'calendar' | 'equipment'>;
  /** A line is the work centre of the ISA-95 path; its machines count together. */
  readonly by: 'line' | 'machine';
}

export type ReadFacts = { readonly entries: readonly Entry<ShiftFact>[] } | { readonly missing: string };

/** Enterprise, site, area and work centre. */
const lineOf = (equipment: string): string => equipment.split('/').slice(0, 4).join('/');

export function shiftFacts(event: Envelope, { site, by }: Placing): ReadFacts | undefined {
  const read = READERS[event.type];
  const data = read?.schema.safeParse(event.data).data as Data | undefined;
  if (!read) return undefined;
  if (!data) return { missing: 'valid data' };
  if (data.equipmentId === undefined) return { missing: 'equipmentId' };
  const equipment = site.equipment(data.equipmentId)?.id ?? data.equipmentId;
  const key = by === 'line' ? lineOf(equipment) : equipment;
  // Of quantities the interval may be absent.
  const { interval } = data as Partial<Data>;
  const atMs = momentOf(interval?.end ?? event.time, data.shiftId, site);
  const once = { key, slot: slotOf(event), version: 1 };
  return { entries: read.entries({ ...data, equipment }, { ...once, startMs: atMs, endMs: atMs }) };
}

/** Every field that one of these events may have; the schema of its type says which are there. */
interface Data {
  readonly equipmentId?: string;
  readonly shiftId?: string;
  readonly material: { readonly materialDefinitionId: string };
  readonly quantity: { readonly value: string; readonly uom: string };
  readonly scrapStage: 'input' | 'output';
  readonly start: string;
  readonly end?: string;
  readonly category: 'planned' | 'unplanned' | 'microstop';
  readonly timeElement?: 'ADOT' | 'ADET' | 'AUST' | 'APMT';
  readonly reason: { readonly code: string };
  readonly revision: number;
  readonly medium: string;
  readonly interval: { readonly start: string; readonly end: string };
  readonly duration: string;
  readonly count: number;
  readonly unknown: string;
  readonly losses: readonly {
    readonly reason: string;
    readonly category: Data['category'];
    readonly count: number;
    readonly duration: string;
  }[];
}

type Moment = Omit<Entry, 'says'>;

interface Reader {
  readonly schema: { safeParse(data: unknown): { data?: unknown } };
  entries(data: Data & { readonly equipment: string }, at: Moment): readonly Entry<ShiftFact>[];
}

const quantityOf = ({ material, quantity }: Data) => ({
  material: material.materialDefinitionId,
  uom: quantity.uom,
  quantity: quantity.value,
});

const READERS: Readonly<Record<string, Reader>> = {
  [eventType(events['production.output.reported'])]: {
    schema: events['production.output.reported'].reader,
    entries: (data, at) => [{ ...at, says: { kind: 'good', ...quantityOf(data) } }],
  },
  [eventType(events['production.scrap.reported'])]: {
    schema: events['production.scrap.reported'].reader,
    // Rejected components are no rejects of the product.
    entries: (data, at) =>
      data.scrapStage === 'input' ? [] : [{ ...at, says: { kind: 'scrap', ...quantityOf(data) } }],
  },
  [eventType(events['equipment.downtime.recorded'])]: {
    schema: events['equipment.downtime.recorded'].reader,
    entries: (data, { key }) => [stopOf(data, key)],
  },
  [eventType(events['equipment.microstops.reported'])]: {
    schema: events['equipment.microstops.reported'].reader,
    entries: (data, { key }) => [microstopsOf(data, key)],
  },
  [eventType(events['equipment.timeuse.reported'])]: {
    schema: events['equipment.timeuse.reported'].reader,
    entries: (data, { key }) => [useOf(data, key)],
  },
  [eventType(events['energy.usage.reported'])]: {
    schema: events['energy.usage.reported'].reader,
    entries: ({ medium, quantity }, at) => [
      { ...at, says: { kind: 'energy', medium, uom: quantity.uom, quantity: quantity.value } },
    ],
  },
};

/** Types of events that a shift is made of. */
export const SHIFT_EVENTS = Object.keys(READERS);

function stopOf(data: Data & { readonly equipment: string }, key: string): Entry<ShiftFact> {
  const { equipment, start, end, revision, reason } = data;
  const startMs = Date.parse(start);
  return {
    ...{ key, slot: `stop ${equipment} ${new Date(startMs).toISOString()}`, version: revision, startMs },
    ...(end === undefined ? {} : { endMs: Date.parse(end) }),
    says: { kind: 'stop', equipment, element: elementOf(data), reason: reason.code },
  };
}

function microstopsOf(data: Data & { readonly equipment: string }, key: string): Entry<ShiftFact> {
  const { equipment, interval, duration, count, reason, revision } = data;
  const startMs = Date.parse(interval.start);
  return {
    ...{
      key,
      slot: `micro ${equipment} ${new Date(startMs).toISOString()}`,
      version: revision,
      startMs,
      endMs: startMs,
    },
    says: { kind: 'microstops', reason: reason.code, ms: durationMs(duration) ?? 0, stops: count },
  };
}

function useOf(data: Data & { readonly equipment: string }, key: string): Entry<ShiftFact> {
  const { equipment, interval, revision, unknown } = data;
  const [startMs, endMs] = [Date.parse(interval.start), Date.parse(interval.end)];
  const losses = data.losses.map(({ reason, category, count, duration }) => ({
    ...{ reason, isPlanned: category === 'planned', ms: durationMs(duration) ?? 0, stops: count },
  }));
  return {
    ...{ key, slot: `use ${equipment} ${new Date(startMs).toISOString()}`, version: revision, startMs, endMs },
    says: { kind: 'use', equipment, unknownMs: durationMs(unknown) ?? 0, losses },
  };
}

/** Where nobody says which: an interruption of work under way. Planned maintenance is time that nobody planned to work. */
function elementOf({ category, timeElement }: Data): TimeElement {
  if (category === 'planned' || timeElement === 'APMT') return 'planned';
  return timeElement ?? 'ADET';
}

/** A source that knows the shift is believed: what it reports after the shift belongs to the end of that shift. */
function momentOf(time: string, shiftId: string | undefined, { calendar }: Placing['site']): number {
  const ms = Date.parse(time);
  if (shiftId === undefined || calendar.at(ms).shiftId === shiftId) return ms;
  const day = Date.parse(`${shiftId.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day)) return ms;
  for (let shift = calendar.at(day - 86_400_000); Date.parse(shift.start) < day + 2 * 86_400_000; ) {
    if (shift.shiftId === shiftId) return Date.parse(shift.end) - 1;
    shift = calendar.at(Date.parse(shift.end));
  }
  return ms;
}
