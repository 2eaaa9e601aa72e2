/** How far a value may move unseen, how long it must hold, and how often it is told all the same: usual, and per tag. */
import { Decimal } from 'decimal.js';
import type { Failure } from '../../failure.ts';
import { fail, ok, type Result } from '../../ports.ts';

export interface ValueRule {
  /** Decimal text, not negative: a percentage of the value told last, or in the unit of the tag. */
  readonly deadband: string;
  readonly of: 'percent' | 'absolute';
  /** So long a value must hold before it counts; 0: at once. */
  readonly holdMs: number;
  /** Told again when nothing was told for so long; 0: never. */
  readonly repeatMs: number;
}

/** A row of a person's table: what is empty is as usual. The tag is a name, or its beginning and `*`. */
export interface RuleRow {
  readonly tag: string;
  readonly deadband: string;
  readonly of: ValueRule['of'];
  readonly holdMs: string;
  readonly repeatMinutes: string;
}

export type FindRule = (tag: string) => ValueRule;

const MINUTE_MS = 60_000;

/**
 * The row that names the tag, else the longest beginning that fits, else what is usual. Fails with `value-rule-unfit` for a
 * row without a tag, a second one of the same name, or a text that is no number from 0 on.
 */
export function valueRules(usual: ValueRule, rows: readonly RuleRow[]): Result<FindRule> {
  const exact = new Map<string, ValueRule>();
  const beginnings: [string, ValueRule][] = [];
  for (const row of rows.filter((one) => Object.entries(one).some(([key, text]) => key !== 'of' && text !== ''))) {
    const tag = row.tag.trim();
    const trouble = troubleOf(row, exact, beginnings);
    if (trouble !== undefined) return fail(unfit(tag, trouble));
    if (tag.endsWith('*')) beginnings.push([tag.slice(0, -1), ruleOf(row, usual)]);
    else exact.set(tag, ruleOf(row, usual));
  }
  beginnings.sort(([one], [other]) => other.length - one.length);
  return ok((tag) => exact.get(tag) ?? beginnings.find(([beginning]) => tag.startsWith(beginning))?.[1] ?? usual);
}

function ruleOf({ deadband, of, holdMs, repeatMinutes }: RuleRow, usual: ValueRule): ValueRule {
  return {
    ...(deadband.trim() === '' ? { deadband: usual.deadband, of: usual.of } : { deadband: plain(deadband), of }),
    holdMs: holdMs.trim() === '' ? usual.holdMs : Number(plain(holdMs)),
    repeatMs: repeatMinutes.trim() === '' ? usual.repeatMs : Number(plain(repeatMinutes)) * MINUTE_MS,
  };
}

function troubleOf(
  { tag, ...texts }: RuleRow,
  exact: ReadonlyMap<string, ValueRule>,
  beginnings: readonly (readonly [string, ValueRule])[],
): string | undefined {
  const name = tag.trim();
  if (name === '') return 'a row has no tag';
  if (exact.has(name) || beginnings.some(([known]) => `${known}*` === name)) return 'it has two rows';
  const strange = [texts.deadband, texts.holdMs, texts.repeatMinutes].find(
    (text) => text.trim() !== '' && !isNumber(text),
  );
  return strange === undefined ? undefined : `"${strange}" is no number from 0 on`;
}

/** People write a comma, too. */
const plain = (text: string): string => text.trim().replace(',', '.');
const isNumber = (text: string): boolean => /^\d{1,12}(\.\d{1,9})?$/.test(plain(text));

/**
 * `value` is no further from `reference` than the rule lets it be, both finite. Exact, so that 0.4 is not further from 0.3
 * than 0.1. Absolute as in OPC 10000-4, DataChangeFilter; its percentage is of the range of the tag, which few servers
 * tell, ours is of the value told last.
 */
export function isInBand(value: number, reference: number, { deadband, of }: ValueRule): boolean {
  const allowed = of === 'percent' ? new Decimal(reference).abs().times(deadband).div(100) : new Decimal(deadband);
  return new Decimal(value).minus(reference).abs().lte(allowed);
}

const unfit = (on: string, reason: string): Failure => ({
  code: 'value-rule-unfit',
  class: 'configuration',
  attempted: 'read the rules of single tags',
  on: on === '' ? 'the configuration of the node' : on,
  reason,
  nextStep: 'Open the node and correct the row; an empty field is as usual.',
});
