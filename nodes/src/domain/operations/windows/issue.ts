/** Windows that have closed are told, with a revision whenever late entries change what was said. */
import type { Book, Changes, Issued, Touched } from './book.ts';
import type { Cut, Slice } from './cut.ts';
import { clipped, type Held, spansOf } from './entry.ts';
import type { Plan } from './take.ts';

export interface Report<F> {
  readonly key: string;
  /** Start under which the window was first told. */
  readonly nameMs: number;
  readonly slice: Slice;
  readonly revision: number;
  readonly figures: F;
  /** Entries that were counted. */
  readonly entries: number;
  /** Its entries belong to another session now: nothing is left of it. */
  readonly isWithdrawn: boolean;
}

export interface Issue<S, F> {
  readonly reports: readonly Report<F>[];
  readonly changes: Changes<S>;
}

/** However often late entries come, they are told after so many pauses. */
const PATIENCE = 10;

export function issue<S, F>(plan: Plan<S, F>, book: Book<S>, nowMs: number): Issue<S, F> {
  const markMs = Math.max(book.markMs, nowMs);
  const reports: Report<F>[] = [];
  const touched = new Map<string, Touched | undefined>();
  for (const [key, change] of book.touched) {
    if (change.nextMs > markMs || isRestless(plan, change, nowMs)) continue;
    const told = tellKey(plan, book, key, change.fromMs, markMs);
    reports.push(...told.reports);
    touched.set(key, told.touched);
  }
  const issued = reports.map(issuedOf);
  const sequence = book.sequence + reports.length;
  return { reports, changes: { put: [], issued, forgotten: [], forgottenWindows: [], touched, markMs, sequence } };
}

/** A clock that was set back does not keep anything waiting. */
function isRestless<S, F>({ quietMs }: Plan<S, F>, { late }: Touched, nowMs: number): boolean {
  if (!late) return false;
  const sinceLast = nowMs - late.lastMs;
  return sinceLast >= 0 && sinceLast < quietMs && nowMs - late.firstMs < PATIENCE * quietMs;
}

function tellKey<S, F>(plan: Plan<S, F>, book: Book<S>, key: string, fromMs: number, markMs: number) {
  const { cut, graceMs } = plan;
  const held = spansOf(book.entriesOf(key), markMs);
  const all = book.issuedOf(key);
  const known = all.filter((one) => !one.isWithdrawn && isAlive(plan, one, markMs));
  const taken = new Set<Issued>();
  const reports: Report<F>[] = [];
  const pending: Slice[] = [];
  for (const slice of cut.windows(held, fromMs)) {
    if (!isAlive(plan, slice, markMs)) continue;
    const before = known.filter((one) => !taken.has(one) && isPlaceOf(cut, one, slice));
    for (const one of before) taken.add(one);
    if (cut.closes(slice.endMs) + graceMs > markMs) pending.push(slice);
    else reports.push(...tellWindow(plan, key, slice, held, before, all));
  }
  // A stop that turns out to be shorter leaves windows that nothing touches any more.
  const left = known.filter((one) => !taken.has(one) && (cut.includesEnd ? one.endMs >= fromMs : one.endMs > fromMs));
  for (const one of left)
    reports.push(...(cut.includesEnd ? [withdrawn(plan, one)] : tellWindow(plan, key, one, [], [one], all)));
  return { reports, touched: pending.length === 0 ? undefined : waitingFor(plan, pending) };
}

const isAlive = <S, F>({ cut, keepMs }: Plan<S, F>, { endMs }: { endMs: number }, markMs: number): boolean =>
  cut.closes(endMs) + keepMs >= markMs;

const isPlaceOf = ({ includesEnd }: Cut, one: Issued, slice: Slice): boolean =>
  includesEnd ? one.startMs <= slice.endMs && slice.startMs <= one.endMs : one.startMs === slice.startMs;

function waitingFor<S, F>({ cut, graceMs }: Plan<S, F>, pending: readonly Slice[]): Touched {
  return {
    fromMs: Math.min(...pending.map(({ startMs }) => startMs)),
    nextMs: Math.min(...pending.map(({ endMs }) => cut.closes(endMs) + graceMs)),
  };
}

/** The window keeps the name of the first one told in its place; others that it swallowed are withdrawn. */
function tellWindow<S, F>(
  plan: Plan<S, F>,
  key: string,
  slice: Slice,
  held: readonly Held<S>[],
  before: readonly Issued[],
  all: readonly Issued[],
): Report<F>[] {
  const [first, ...swallowed] = before.toSorted((a, b) => a.nameMs - b.nameMs);
  const inside = held.flatMap((one) => {
    const part = clipped(one, slice, plan.cut.includesEnd);
    return part ? [{ ...one, ...part }] : [];
  });
  const nameMs = first?.nameMs ?? freeName(slice.startMs, all);
  const revision = (all.find((one) => one.nameMs === nameMs)?.revision ?? 0) + 1;
  const figures = plan.figures(inside, slice);
  const told = { key, nameMs, slice, revision, figures, entries: inside.length, isWithdrawn: false };
  const news = first?.print === issuedOf(told).print ? [] : [told];
  return [...news, ...swallowed.map((one) => withdrawn(plan, one))];
}

/** Of a name that was withdrawn the revisions go on. */
function freeName(startMs: number, all: readonly Issued[]): number {
  const isTaken = (ms: number): boolean => all.some((one) => one.nameMs === ms && !one.isWithdrawn);
  let nameMs = startMs;
  while (isTaken(nameMs)) nameMs += 1;
  return nameMs;
}

const withdrawn = <S, F>(plan: Plan<S, F>, { key, nameMs, startMs, endMs, revision }: Issued): Report<F> => {
  const slice = { startMs, endMs };
  const figures = plan.figures([], slice);
  return { key, nameMs, slice, revision: revision + 1, figures, entries: 0, isWithdrawn: true };
};

function issuedOf<F>({ key, nameMs, slice, revision, figures, isWithdrawn }: Report<F>): Issued {
  const { startMs, endMs, shiftId } = slice;
  const print = JSON.stringify([startMs, endMs, figures]);
  const named = { key, nameMs, startMs, endMs, ...(shiftId === undefined ? {} : { shiftId }) };
  return { ...named, revision, print, ...(isWithdrawn ? { isWithdrawn } : {}) };
}

/** What no window needs any more. Entries of a window that may still change stay, all of them. */
export function forget<S, F>(plan: Plan<S, F>, book: Book<S>, nowMs: number): Changes<S> {
  const markMs = Math.max(book.markMs, nowMs);
  const forgotten: string[] = [];
  const forgottenWindows: Issued[] = [];
  for (const key of book.keys()) {
    const held = spansOf(book.entriesOf(key), markMs);
    const slices = plan.cut.windows(held, Number.NEGATIVE_INFINITY);
    const firstMs = slices.find((one) => isAlive(plan, one, markMs))?.startMs ?? Number.POSITIVE_INFINITY;
    forgotten.push(...held.filter(({ endMs }) => endMs < firstMs).map(({ entry }) => entry.slot));
    forgottenWindows.push(...book.issuedOf(key).filter((one) => !isAlive(plan, one, markMs) && one.endMs <= firstMs));
  }
  const nothing = { put: [], issued: [], touched: new Map<string, Touched>(), sequence: book.sequence };
  return { ...nothing, forgotten, forgottenWindows, markMs };
}
