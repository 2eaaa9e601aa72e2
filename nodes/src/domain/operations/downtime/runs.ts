/**
 * From samples of a state to the runs of a machine: one after the other, without gap or overlap, the last one still
 * open. A pure function of the set of samples, so the order of their arrival does not matter.
 */
import type { Kind } from './states.ts';

export interface Sample {
  readonly atMs: number;
  readonly is: Kind;
  /** Canonical reason that the machine named. */
  readonly cause?: string | undefined;
  /** A code that the site pack does not know. */
  readonly named?: string | undefined;
  /** The source itself says how long it counts. */
  readonly untilMs?: number | undefined;
  /** Decides between two samples of one millisecond. */
  readonly order?: string | undefined;
  /** What was before the oldest sample that is kept: it lasted, and was last heard then. */
  readonly base?: { readonly heardMs: number; readonly isSilent: boolean } | undefined;
}

export interface Run {
  readonly fromMs: number;
  /** Absent: it lasts. */
  readonly toMs?: number | undefined;
  readonly is: Kind;
  /** The first one named: what came first brought the rest about. */
  readonly cause?: string | undefined;
  readonly named?: string | undefined;
}

export interface Limits {
  readonly debounceMs: number;
  readonly silentMs?: number | undefined;
}

interface Piece extends Run {
  readonly toMs: number;
  readonly isBase?: boolean | undefined;
}

/** `samples` ascend in time. */
export function runsOf(samples: readonly Sample[], limits: Limits, nowMs: number): Run[] {
  const runs = merged(lasting(samples, limits, nowMs));
  return runs.map(({ isBase: _, ...run }, index) => ({ ...run, toMs: runs[index + 1]?.fromMs }));
}

/** Stretches of one state that were long enough to count. */
function lasting(samples: readonly Sample[], limits: Limits, nowMs: number): Piece[] {
  const known = samples.filter(({ atMs }) => atMs <= nowMs);
  const pieces = known.flatMap((sample, index) => piecesOf(sample, known[index + 1]?.atMs ?? nowMs, limits));
  return merged(pieces.filter(({ fromMs, toMs }) => toMs > fromMs)).filter(
    ({ fromMs, toMs, isBase }) => isBase || toMs - fromMs >= limits.debounceMs,
  );
}

/** A state that was told too long ago is not a standstill, and no production either: it is unknown. */
function piecesOf(sample: Sample, nextMs: number, { silentMs }: Limits): Piece[] {
  const { atMs, is, cause, named, base } = sample;
  const heardMs = base?.heardMs ?? atMs;
  const lastsMs = Math.min(
    base?.isSilent ? nextMs : heardMs + (silentMs ?? Number.POSITIVE_INFINITY),
    Math.max(heardMs, sample.untilMs ?? Number.POSITIVE_INFINITY),
  );
  const isBase = base !== undefined;
  if (lastsMs >= nextMs) return [{ fromMs: atMs, toMs: nextMs, is, cause, named, isBase }];
  return [
    { fromMs: atMs, toMs: lastsMs, is, cause, named, isBase },
    { fromMs: lastsMs, toMs: nextMs, is: 'unknown' },
  ];
}

function merged(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.is === piece.is) {
      joined[joined.length - 1] = {
        ...last,
        toMs: piece.toMs,
        cause: last.cause ?? piece.cause,
        named: last.named ?? piece.named,
      };
    } else joined.push(piece);
  }
  return joined;
}

/**
 * Forgets what is older than the horizon and changes no run that reaches it: what is left begins with the run that
 * holds the horizon, as long as it was.
 */
export function prune(samples: readonly Sample[], limits: Limits, horizonMs: number): readonly Sample[] {
  // What is still to come may cut a stretch after the horizon: only what was long enough before it is certain.
  const stretches = lasting(samples, limits, horizonMs);
  const end = stretches.at(-1);
  if (!end) return samples;
  const last = samples.findLastIndex(({ atMs }) => atMs <= horizonMs && atMs < end.toMs);
  const heard = samples[last];
  if (!heard || last === 0) return samples;
  const run = stretches.slice(stretches.findLastIndex(({ is }) => is !== end.is) + 1);
  const within = samples
    .slice(0, last + 1)
    .filter(({ atMs, is }) => is === end.is && run.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs));
  const isSilent = heard.is !== end.is;
  const base: Sample = {
    atMs: run[0]?.fromMs ?? end.fromMs,
    is: end.is,
    cause: within.find(({ cause }) => cause !== undefined)?.cause,
    named: within.find(({ named }) => named !== undefined)?.named,
    untilMs: isSilent ? undefined : heard.untilMs,
    base: { heardMs: heard.base?.heardMs ?? heard.atMs, isSilent },
  };
  return [base, ...samples.slice(last + 1)];
}
