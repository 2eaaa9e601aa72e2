/** A small plant to compile against: one press with four counters, samples written in one line each. */
import { createHash } from 'node:crypto';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { type Batch, type CompilerState, compile, type Step, tick } from '../../../nodes/src/domain/plant/counter.ts';
import { buildPlan, type CompilerOptions, type Plan } from '../../../nodes/src/domain/plant/plan.ts';
import type { Sample } from '../../../nodes/src/domain/ports.ts';
import { buildCalendar } from '../../../nodes/src/domain/site/calendar.ts';
import { type SitePack, sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';

/** Friday 2026-11-20, 08:00 UTC: inside the morning shift of Berlin. */
export const T0 = Date.parse('2026-11-20T08:00:00.000Z');
export const at = (seconds: number): string => new Date(T0 + Math.round(seconds * 1000)).toISOString();
export const hash = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 32);

export const pack: SitePack = sitePackSchema.parse({
  format: 1,
  name: 'bench',
  title: 'Bench',
  enterprise: 'ACME',
  site: 'MUC1',
  timeZone: 'Europe/Berlin',
  shifts: [
    { id: 'A', start: '06:00' },
    { id: 'B', start: '14:00' },
    { id: 'C', start: '22:00' },
  ],
  endpoints: { plc: { protocol: 'opcua', url: 'opc.tcp://localhost:4840' } },
  policies: { default: { consumption: 'actual' }, simple: {} },
  equipment: [
    {
      id: 'ACME/MUC1/PACK/L1/PRESS1',
      name: 'Press1',
      endpoint: 'plc',
      material: { tag: 'material' },
      context: { orderTag: 'order', completeTag: 'complete', lotTag: 'lot' },
      counters: [
        { tag: 'good', use: 'good', uom: 'C62', maxRatePerSecond: '10', modulus: '65536' },
        { tag: 'scrap', use: 'scrap', uom: 'C62', maxRatePerSecond: '10', reasonTag: 'reason' },
        { tag: 'chips', use: 'byproduct', material: 'BP-1', uom: 'KGM', factor: '0.1', maxRatePerSecond: '10' },
        { tag: 'resin', use: 'consumed', material: 'RM-10', uom: 'KGM', maxRatePerSecond: '10', lotTag: 'resinLot' },
        { tag: 'spare', use: 'good', uom: 'C62', maxRatePerSecond: '10', authority: false },
      ],
    },
  ],
});

export function planFor(options: Partial<CompilerOptions> = {}, of: SitePack = pack): Plan {
  return buildPlan({
    pack: of,
    calendar: buildCalendar(of),
    equipment: of.equipment,
    uses: ['good', 'scrap', 'byproduct', 'consumed'],
    isAwaited: () => true,
    isReported: () => true,
    orderEnds: 'changeOrComplete',
    publishEveryMs: 60_000,
    settleMs: 1_000,
    hash,
    ...options,
  });
}

export const sample = (tag: string, value: Sample['value'], seconds: number, status = 'Good'): Sample => ({
  tag,
  value,
  status,
  sourceTimestamp: at(seconds),
});

/** What a server sends first: every tag, as it stands. */
export const start = (order = 'WH/MO/00001', counts = 0): Sample[] => [
  sample('order', order, 0),
  sample('complete', false, 0),
  sample('lot', 'L1', 0),
  sample('material', 'FG-1000', 0),
  sample('reason', 'R1', 0),
  sample('resinLot', 'C1', 0),
  ...['good', 'scrap', 'chips', 'resin', 'spare'].map((tag) => sample(tag, counts, 0)),
];

export interface Run {
  state: CompilerState;
  readonly messages: Message[];
  readonly segments: Step['segments'][number][];
  readonly notes: Step['notes'][number][];
}

export function newRun(state: CompilerState = {}): Run {
  return { state, messages: [], segments: [], notes: [] };
}

function take(run: Run, step: Step): Step {
  run.state = step.state;
  run.messages.push(...step.messages.map(({ message }) => message));
  run.segments.push(...step.segments);
  run.notes.push(...step.notes);
  return step;
}

/** Feeds a batch; it arrives with its newest stamp. */
export function feed(run: Run, plan: Plan, samples: readonly Sample[], extra: Partial<Batch> = {}): Step {
  const newest = Math.max(T0, ...samples.map(({ sourceTimestamp }) => Date.parse(sourceTimestamp ?? '') || T0));
  return take(run, compile(plan, run.state, { samples, arrivedAtMs: newest, ...extra }));
}

/** Our clock stands at `seconds`; nothing new came in. */
export function wait(run: Run, plan: Plan, seconds: number): Step {
  return take(run, tick(plan, run.state, T0 + seconds * 1000));
}

export interface Counted {
  readonly id: string;
  readonly type: string;
  readonly order: string | undefined;
  readonly lot: string | undefined;
  readonly quantity: string;
  readonly tag: string;
  readonly epoch: number;
  readonly from: string;
  readonly to: string;
  readonly aside: string | undefined;
}

/** Ranges among the messages: published ones and those put aside (`aside` names why). */
export function ranges(messages: readonly Message[]): Counted[] {
  return messages.flatMap((message) => {
    const event = message.event as { id: string; type?: string; data?: Record<string, unknown> };
    const counter = event.data?.counter as { tag: string; epoch: number; from: string; to: string } | undefined;
    if (!counter) return [];
    return [
      {
        id: event.id,
        type: event.type ?? '',
        order: event.data?.operationsRequestId as string | undefined,
        lot: (event.data?.lot as { lotId: string } | undefined)?.lotId,
        quantity: (event.data?.quantity as { value: string } | undefined)?.value ?? '',
        ...{ tag: counter.tag, epoch: counter.epoch, from: counter.from, to: counter.to },
        aside: message.failure?.code,
      },
    ];
  });
}

/** `good: 12 of WH/MO/00001 lot L1` lines, for readable expectations. */
export function lines(messages: readonly Message[]): string[] {
  return ranges(messages).map(
    (range) =>
      `${range.aside ? `${range.aside}: ` : ''}${range.tag} ${range.quantity} of ${range.order ?? 'nothing'}` +
      `${range.lot ? ` lot ${range.lot}` : ''}`,
  );
}

export const failures = (run: Run) => run.messages.flatMap(({ failure }) => (failure ? [failure] : []));
export const closings = (run: Run) =>
  run.messages.flatMap(({ event }) => {
    const { type, data } = event as { type?: string; data?: Record<string, unknown> };
    return type === 'mfg.operations.performance.reported.v1' && data ? [data] : [];
  });
