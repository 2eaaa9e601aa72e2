/** Events as samples of a state and as reasons; what cannot be used is refused with the words for it. */
import type { Envelope } from '../../envelope.ts';
import type { Failure } from '../../failure.ts';
import { fail, ok, type Result } from '../../ports.ts';
import type { SitePackResource } from '../../site/resource.ts';
import type { Sample } from './runs.ts';
import type { DowntimeSettings } from './settings.ts';
import type { Machine } from './state.ts';
import { meaning } from './states.ts';
import type { Entry } from './stops.ts';

interface StateData {
  readonly equipmentId: string;
  readonly stateModel: 'packml' | 'machinery' | 'site';
  readonly toState: string;
  readonly mode?: string;
  readonly changedAt: string;
  readonly stopReason?: { readonly code: string };
}

interface ReasonData {
  readonly equipmentId: string;
  readonly at: string;
  readonly classifiedAt: string;
  readonly reason: { readonly code: string };
  readonly personId?: string;
  readonly note?: string;
}

export interface Reading {
  readonly settings: DowntimeSettings;
  readonly site: SitePackResource;
  /** What is older was said for good. */
  readonly horizonMs: number;
}

/** The machine with one sample more. */
export function withSample(machine: Machine, event: Envelope, reading: Reading): Result<Machine> {
  const data = event.data as unknown as StateData;
  // A source whose clock runs ahead must not push its later states out of order.
  const atMs = Math.min(Date.parse(data.changedAt), Date.parse(event.recordedtime));
  const sinceMs = machine.samples[0]?.base?.heardMs ?? Number.NEGATIVE_INFINITY;
  if (atMs < reading.horizonMs || atMs <= sinceMs) return fail(tooLate(data.equipmentId, data.changedAt, reading));
  const { is, reason } = meaning(reading.settings.states, {
    ...{ model: data.stateModel, state: data.toState, mode: data.mode },
  });
  const sample: Sample = {
    ...{ atMs, is, order: event.sequence },
    ...(is === 'stopped' || is === 'planned' ? causeOf(data, event, reading, reason) : {}),
    ...(event.expirytime === undefined ? {} : { untilMs: Date.parse(event.expirytime) }),
  };
  return ok({ ...machine, samples: insert(machine.samples, sample) });
}

function causeOf(
  { stopReason }: StateData,
  event: Envelope,
  { site }: Reading,
  usual: string | undefined,
): Pick<Sample, 'cause' | 'named'> {
  const none = usual === undefined ? {} : { cause: usual };
  if (stopReason === undefined) return none;
  const known = site.crosswalk.canonical('reason', event.originsystem, stopReason.code, event.time);
  return known.ok ? { cause: known.value } : { ...none, named: stopReason.code };
}

function insert(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const index = samples.findLastIndex(({ atMs, base }) => base !== undefined || atMs <= sample.atMs);
  const before = samples[index];
  if (!before || before.base || before.atMs < sample.atMs) return samples.toSpliced(index + 1, 0, sample);
  return comesAfter(sample, before) ? samples.with(index, sample) : samples;
}

/** Two states of one millisecond: the source's own count decides, and without one always the same. */
function comesAfter(one: Sample, other: Sample): boolean {
  const [left, right] = [one.order ?? '', other.order ?? ''];
  return left === right ? JSON.stringify(one) > JSON.stringify(other) : left > right;
}

/** The machine with one reason more. */
export function withReason(machine: Machine, event: Envelope, reading: Reading): Result<Machine> {
  const data = event.data as unknown as ReasonData;
  const atMs = Date.parse(data.at);
  if (atMs < reading.horizonMs) return fail(tooLate(data.equipmentId, data.at, reading));
  const reason = reasonOf(data.reason.code, event, reading);
  if (!reason.ok) return reason;
  const entry: Entry = {
    ...{ atMs, decidedMs: Date.parse(data.classifiedAt), reason: reason.value },
    ...(data.personId === undefined ? {} : { person: data.personId }),
    ...(data.note === undefined ? {} : { note: data.note }),
  };
  const text = JSON.stringify(entry);
  if (machine.entries.some((one) => JSON.stringify(one) === text)) return ok(machine);
  return ok({ ...machine, entries: [...machine.entries, entry] });
}

function reasonOf(code: string, event: Envelope, { site, settings }: Reading): Result<string> {
  const isOurs = code === settings.unclassified || settings.reasons.some((reason) => reason.code === code);
  return isOurs ? ok(code) : site.crosswalk.canonical('reason', event.originsystem, code, event.time);
}

const tooLate = (machine: string, moment: string, { settings }: Reading): Failure => ({
  code: 'too-late',
  class: 'data',
  attempted: `place ${moment} among the states of ${machine}`,
  on: machine,
  reason: `what is older than ${settings.keepDays} days is settled`,
  nextStep: 'Correct the time row in Odoo by hand, then discard this; "keepDays" in the site pack allows up to 28.',
});
