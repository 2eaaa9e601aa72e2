/** GET `/metrics`: Prometheus text. Base units, `_total` only on counters, never an order, lot or event id as a label. */
import { MODES } from '../../domain/delivery/mode.ts';
import type { Clock } from '../../domain/ports.ts';
import type { ResourceHealth } from '../node.ts';
import { allHoldings } from '../resources.ts';
import type { Series, Telemetry, Timing } from '../telemetry.ts';
import { ageSeconds } from './health.ts';
import { depth, type Figure, figure, journalStats, oldest } from './journals.ts';

interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
}

const COUNTERS: readonly Metric[] = [
  { name: 'mfg_events_received_total', type: 'counter', help: 'Events that entered, by type and site.' },
  { name: 'mfg_events_applied_total', type: 'counter', help: 'Events that Odoo read back as posted.' },
  { name: 'mfg_events_rejected_total', type: 'counter', help: 'Events put aside, by the rule that refused them.' },
  { name: 'plantwire_messages_total', type: 'counter', help: 'Messages settled by nodes, by node type and outcome.' },
  {
    name: 'plantwire_sequence_gaps_total',
    type: 'counter',
    help: 'Numbers of a source that stayed missing, by what became of those that waited.',
  },
  {
    name: 'plantwire_odoo_changes_total',
    type: 'counter',
    help: 'Changes met in Odoo: sent, known already, or our own and held back.',
  },
  {
    name: 'plantwire_odoo_hints_total',
    type: 'counter',
    help: 'Hints of changes in Odoo: confirmed by a poll, missed and recovered by it, or idle.',
  },
  {
    name: 'plantwire_values_total',
    type: 'counter',
    help: 'Values that event filters heard: passed on, told again, or held back by reason.',
  },
  { name: 'plantwire_notices_total', type: 'counter', help: 'Notices to people, by what became of them.' },
  {
    name: 'plantwire_odoo_call_failures_total',
    type: 'counter',
    help: 'Calls of Odoo that failed, by connection and code of the failure.',
  },
];

const LATENCY: Metric = {
  name: 'mfg_event_latency_seconds',
  type: 'histogram',
  help: 'From the event at the machine to its read-back in Odoo.',
};

const HISTOGRAMS: readonly Metric[] = [
  {
    name: 'plantwire_odoo_call_seconds',
    type: 'histogram',
    help: 'From sending a call to the answer of Odoo, by connection, model and method; waiting for a turn is not part of it.',
  },
];

export async function metricsText(telemetry: Telemetry, clock: Clock): Promise<string> {
  const stats = await journalStats(clock);
  const states = await Promise.all(
    allHoldings().map(async (holding) => ({
      holding,
      health: await holding.health().catch((): ResourceHealth => ({ health: 'failed', text: '' })),
    })),
  );
  return [
    ...COUNTERS.flatMap((metric) => counterLines(metric, telemetry.series())),
    ...head(LATENCY),
    ...histogramLines({ name: LATENCY.name, labels: {}, histogram: telemetry.latencies() }),
    ...HISTOGRAMS.flatMap((metric) => timingLines(metric, telemetry.timings())),
    ...gauge('mfg_backlog_messages', 'Messages queued or on their way to Odoo.', figure(stats, depth)),
    ...gauge(
      'mfg_unposted_completions',
      'Reports still on their way to Odoo, queued or not yet queued; dead letters are under mfg_open_decisions.',
      figure(stats, (one) => depth(one) + one.untakenEvents),
    ),
    ...gauge(
      'mfg_open_decisions',
      'Dead letters that wait for a person.',
      figure(stats, (one) => one.deadLetters.open),
    ),
    ...gauge(
      'plantwire_backlog_oldest_seconds',
      'Age of the oldest message that waits.',
      figure(stats, ({ outbox }) => outbox.oldestAgeMs, oldest),
    ),
    ...gauge(
      'plantwire_journal_writable',
      '1 while every journal can be written.',
      stats.every((one) => one.writable) ? 1 : 0,
    ),
    ...gauge(
      'plantwire_journal_bytes',
      'Size of the journal files.',
      figure(stats, (one) => one.bytes),
    ),
    ...head({
      name: 'plantwire_resource_up',
      type: 'gauge',
      help: '1 while a configuration node works, by type and name.',
    }),
    ...states.map(({ holding, health }) => {
      const up = health.health === 'failed' ? 0 : 1;
      return line('plantwire_resource_up', { type: holding.type, name: holding.name }, up);
    }),
    ...modeLines(states),
    ...askedLines(states, clock),
    '',
  ].join('\n');
}

interface State {
  readonly holding: { readonly name: string };
  readonly health: ResourceHealth;
}

/** One line per mode, so that a mode that ended is seen to have ended. */
function modeLines(states: readonly State[]): string[] {
  const targets = states.filter(({ health }) => health.mode !== undefined);
  return [
    ...head({ name: 'plantwire_mode', type: 'gauge', help: '1 for the mode a connection is worked with in.' }),
    ...targets.flatMap(({ holding: { name }, health }) =>
      MODES.map((mode) => line('plantwire_mode', { name, mode }, health.mode === mode ? 1 : 0)),
    ),
    ...head({ name: 'plantwire_calls_allowed', type: 'gauge', help: 'Calls the governor allows at once.' }),
    ...targets.map(({ holding: { name }, health }) =>
      line('plantwire_calls_allowed', { name }, health.callsAtOnce ?? 1),
    ),
  ];
}

/** What servers said about themselves. */
function askedLines(states: readonly State[], clock: Clock): string[] {
  const answers = states.flatMap(({ holding: { name }, health: { asked } }) => (asked ? [{ name, asked }] : []));
  return [
    ...head({
      name: 'plantwire_odoo_asked_age_seconds',
      type: 'gauge',
      help: 'Since Odoo last said what can run there.',
    }),
    ...answers.map(({ name, asked }) => line('plantwire_odoo_asked_age_seconds', { name }, ageSeconds(asked, clock))),
    ...head({
      name: 'plantwire_odoo_intents_unable',
      type: 'gauge',
      help: 'Intents of all that lack a right or an app.',
    }),
    ...answers.map(({ name, asked }) => line('plantwire_odoo_intents_unable', { name }, asked.cannotRun.length)),
  ];
}

const head = ({ name, type, help }: Metric): string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];

/** What nobody knows has no line: a dashboard shows a gap, not a good figure. */
const gauge = (name: string, help: string, value: Figure): string[] => [
  ...head({ name, type: 'gauge', help }),
  ...(value === null ? [] : [line(name, {}, value)]),
];

function counterLines(metric: Metric, series: readonly Series[]): string[] {
  const mine = series.filter(({ name }) => name === metric.name);
  return [...head(metric), ...mine.map(({ labels, value }) => line(metric.name, labels, value))];
}

const timingLines = (metric: Metric, timings: readonly Timing[]): string[] => [
  ...head(metric),
  ...timings.filter(({ name }) => name === metric.name).flatMap(histogramLines),
];

const histogramLines = ({ name, labels, histogram }: Timing): string[] => [
  ...histogram.buckets.map(({ le, count }) =>
    line(`${name}_bucket`, { ...labels, le: le === Number.POSITIVE_INFINITY ? '+Inf' : String(le) }, count),
  ),
  line(`${name}_sum`, labels, histogram.sum),
  line(`${name}_count`, labels, histogram.count),
];

function line(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
