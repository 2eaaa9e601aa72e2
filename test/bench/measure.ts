/** What each bench shares: its options, percentiles, a folder of its own, and how it answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Result } from '../../nodes/src/domain/ports.ts';

export interface BenchOptions {
  /** A fraction of the amount: shows that everything works, not how fast it is. */
  readonly short: boolean;
  /** Length of a sustained run. */
  readonly seconds: number;
  /** Length of a storm. */
  readonly minutes: number;
  /** Codes of templates, where a bench plays them; all of them without. */
  readonly templates: readonly string[] | undefined;
}

export type Figures = Readonly<Record<string, unknown>>;

export function options(): BenchOptions {
  const { values } = parseArgs({
    options: {
      ...{ short: { type: 'boolean' }, seconds: { type: 'string' }, minutes: { type: 'string' } },
      templates: { type: 'string' },
    },
  });
  const short = values.short === true;
  const seconds = Number(values.seconds ?? (short ? 1 : 20));
  return { short, seconds, minutes: Number(values.minutes ?? 1), templates: values.templates?.split(',') };
}

/** The last line of a bench is its figures; everything before is for people. */
export async function answer(measure: (options: BenchOptions) => Promise<Figures>): Promise<void> {
  console.log(JSON.stringify(await measure(options())));
  process.exit(0);
}

export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plantwire-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.cause ?? result.failure.reason}`);
  return result.value;
}

export const round = (number: number, digits = 1): number => Number(number.toFixed(digits));

/** p50, p99 and the worst of a list of numbers, in the list's unit. */
export function spread(numbers: readonly number[]): { p50: number; p99: number; max: number } {
  const sorted = Float64Array.from(numbers).sort();
  const at = (part: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0, 2);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

export const p95 = (numbers: readonly number[]): number =>
  Math.round(numbers.toSorted((one, other) => one - other)[Math.ceil(numbers.length * 0.95) - 1] ?? 0);

/** How crowded the machine is: figures by the clock mean nothing without it. */
export const loadNow = (): { readonly load: number; readonly cores: number } => ({
  load: round(loadavg()[0] ?? 0),
  cores: availableParallelism(),
});

export const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
