/**
 * Figures over a window, exact to the last decimal: counts, sums, extremes, means weighted by time, times by state. One
 * entry of an event serves all figures of a moment; a figure of what lasts has a series of its own.
 */
import type { Envelope } from '../envelope.ts';
import { type Amount, amount, sum, text, ZERO } from '../odoo/amount.ts';
import type { Entry, Held } from './windows/entry.ts';

export const HOW = ['count', 'sum', 'min', 'max', 'mean', 'states'] as const;

export interface FigureRule {
  readonly name: string;
  readonly how: (typeof HOW)[number];
  /** Dotted path into the event; nothing for `count`. */
  readonly of: string;
  /** Event type without prefix and version; every type when empty. */
  readonly type: string;
}

/** What an event says to the figures of a moment, by name; or what one lasting figure shows from then on. */
export type Said = Readonly<Record<string, string>>;

export interface Figure {
  readonly name: string;
  readonly how: FigureRule['how'];
  /** Absent when nothing was said. */
  readonly value?: string;
  readonly states?: readonly { readonly state: string; readonly seconds: string }[];
}

const MEAN_DIGITS = 9;
const lasts = ({ how }: FigureRule): boolean => how === 'mean' || how === 'states';
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Entries of an event, or the name of a figure that cannot read it. */
export function entriesOf(
  rules: readonly FigureRule[],
  event: Envelope,
  key: string,
  slot: string,
): { readonly entries: readonly Entry<Said>[] } | { readonly unreadable: string } {
  const startMs = Date.parse(event.time);
  const now: Record<string, string> = {};
  const entries: Entry<Said>[] = [];
  for (const rule of rules) {
    if (rule.type !== '' && !isOfType(event, rule.type)) continue;
    const value = rule.how === 'count' ? '1' : valueAt(event, rule.of);
    if (value === undefined) continue;
    if (rule.how !== 'count' && rule.how !== 'states' && !NUMBER.test(value)) return { unreadable: rule.name };
    const said = { [rule.name]: value };
    if (!lasts(rule)) Object.assign(now, said);
    else entries.push({ key, slot: `${slot} ${rule.name}`, version: 1, startMs, untilNext: rule.name, says: said });
  }
  const moment = { key, slot, version: 1, startMs, endMs: startMs, says: now };
  return { entries: Object.keys(now).length > 0 ? [moment, ...entries] : entries };
}

export function figuresOf(rules: readonly FigureRule[], held: readonly Held<Said>[]): readonly Figure[] {
  return rules.map((rule) => {
    const { name, how } = rule;
    const parts = held.flatMap((one) => {
      const value = one.entry.says[name];
      const isSeries = one.entry.untilNext === undefined ? !lasts(rule) : one.entry.untilNext === name;
      return value === undefined || !isSeries ? [] : [{ value, ms: one.endMs - one.startMs }];
    });
    if (how === 'states') return { name, how, states: timesByState(parts) };
    const value = resultOf(how, parts);
    return value === undefined ? { name, how } : { name, how, value: text(value) };
  });
}

interface Part {
  readonly value: string;
  readonly ms: number;
}

function resultOf(how: Exclude<FigureRule['how'], 'states'>, parts: readonly Part[]): Amount | undefined {
  const values = parts.map(({ value }) => amount(value));
  if (how === 'count' || how === 'sum') return sum(values);
  if (how === 'mean') return meanOverTime(parts);
  return values.reduce<Amount | undefined>((best, value) => {
    if (best === undefined) return value;
    const isBetter = how === 'min' ? value.lessThan(best) : value.greaterThan(best);
    return isBetter ? value : best;
  }, undefined);
}

function meanOverTime(parts: readonly Part[]): Amount | undefined {
  const ms = sum(parts.map((part) => amount(part.ms)));
  if (ms.isZero()) return undefined;
  const weighted = sum(parts.map((part) => amount(part.value).times(part.ms)));
  return weighted.dividedBy(ms).toDecimalPlaces(MEAN_DIGITS);
}

function timesByState(parts: readonly Part[]): NonNullable<Figure['states']> {
  const times = new Map<string, Amount>();
  for (const { value, ms } of parts) times.set(value, (times.get(value) ?? ZERO).plus(ms));
  return [...times]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, ms]) => ({ state, seconds: text(ms.dividedBy(1_000)) }));
}

function isOfType({ type }: Envelope, name: string): boolean {
  return new RegExp(`^[a-z]+\\.${name.replaceAll('.', '\\.')}\\.v\\d+$`).test(type);
}

/** A plain value of the event as text. */
export function valueAt(event: Envelope, path: string): string | undefined {
  let found: unknown = event;
  for (const part of path.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  }
  const isPlain = typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean';
  return isPlain ? String(found) : undefined;
}
