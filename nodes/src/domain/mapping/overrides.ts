/** Rows a person enters in the mapper's form → changes to maps. Every mistake is a message, not a surprise at run time. */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import { hint } from '../site/nearest.ts';
import { CONVERTERS, type EventMap, LOOKUPS, type Rule, ruleSchema } from './rules.ts';

/** As the form saves it; empty text means "not given". */
export interface OverrideRow {
  /** Event type without prefix and major. */
  readonly type: string;
  /** Field of the intent. */
  readonly field: string;
  readonly from: string;
  /** A constant, as JSON or as plain text. */
  readonly value: string;
  /** Name of a converter or a crosswalk domain. */
  readonly through: string;
}

/** `maps` are the maps that rows may change. */
export function overridesOf(rows: readonly OverrideRow[], maps: readonly EventMap[]): Result<readonly EventMap[]> {
  const changes: EventMap[] = [];
  for (const [index, row] of rows.entries()) {
    const targets = maps.filter((map) => map.type === row.type);
    if (targets.length === 0) return fail(wrong(index, `no map for "${row.type}"${typeHint(row.type, maps)}`));
    if (!/^[A-Za-z]\w*$/.test(row.field)) return fail(wrong(index, `"${row.field}" is no field name`));
    const rule = ruleOf(row, index);
    if (!rule.ok) return rule;
    changes.push(...targets.map(({ type, to }) => ({ type, to, fields: { [row.field]: rule.value } })));
  }
  return ok(changes);
}

function ruleOf(row: OverrideRow, index: number): Result<Rule> {
  if ((row.from === '') === (row.value === '')) return fail(wrong(index, 'needs either "from" or "value"'));
  if (row.from === '') return ok({ value: constant(row.value) });
  const words = [...CONVERTERS, ...LOOKUPS];
  if (row.through !== '' && !words.some((word) => word === row.through)) {
    return fail(wrong(index, `"${row.through}" is no converter or crosswalk domain${hint(row.through, words)}`));
  }
  const parsed = ruleSchema.safeParse({ from: row.from, ...through(row.through) });
  return parsed.success ? ok(parsed.data) : fail(wrong(index, `"${row.from}" is no path such as data.quantity`));
}

function through(word: string): Record<string, string> {
  if (word === '') return {};
  return LOOKUPS.some((lookup) => lookup === word) ? { lookup: word } : { convert: word };
}

function constant(text: string): Rule extends infer R ? (R extends { value: infer V } ? V : never) : never {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function typeHint(type: string, maps: readonly EventMap[]): string {
  const known = [...new Set(maps.map((map) => map.type))];
  return hint(type, known) || `; there are ${known.join(', ')}`;
}

function wrong(index: number, reason: string): Failure {
  return {
    code: 'override-invalid',
    class: 'configuration',
    attempted: 'use the overrides',
    on: `row ${index + 1}`,
    reason,
    nextStep: 'Correct the row in the node and deploy again.',
  };
}
