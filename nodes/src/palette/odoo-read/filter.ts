/** Conditions of the form and of the message become an Odoo domain, checked before Odoo sees it. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { definition } from './definition.ts';
import { domainOf, type Term } from './groups.ts';
import { relativeTime } from './relative-time.ts';

export type Config = z.output<typeof definition.config>;
type Condition = Config['conditions'][number];
export type OdooDomain = readonly unknown[];

/** The present moment (epoch ms), and the IANA zone in which days begin. */
export interface Now {
  readonly nowMs: number;
  readonly timeZone: string;
}

export function buildDomain(
  config: Pick<Config, 'conditions' | 'groups' | 'domain' | 'model'>,
  payload: unknown,
  now: Now,
): Result<OdooDomain> {
  const terms: Term[] = [];
  for (const condition of config.conditions) {
    const value = operand(condition, payload, now);
    if (!value.ok) return fail(invalid(config.model, value.failure));
    terms.push({ group: condition.group, term: [condition.field, condition.operator, value.value] });
  }
  const built = domainOf(terms, config.groups);
  if (!built.ok) return fail(invalid(config.model, built.reason));
  const further = parseDomain(config.domain);
  return further.ok ? ok([...built.domain, ...further.value]) : fail(invalid(config.model, further.failure));
}

type Plain<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: string };

function operand(condition: Condition, payload: unknown, { nowMs, timeZone }: Now): Plain<unknown> {
  switch (condition.source) {
    case 'text':
      return { ok: true, value: condition.value };
    case 'number': {
      const value = Number(condition.value);
      return condition.value.trim() === '' || Number.isNaN(value)
        ? { ok: false, failure: `"${condition.value}" for ${condition.field} is no number` }
        : { ok: true, value };
    }
    case 'payload': {
      const value = at(payload, condition.value);
      // A missing value would become "is not set" in Odoo and match the wrong records.
      return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value))
        ? { ok: false, failure: `msg.payload has no value at "${condition.value}"` }
        : { ok: true, value };
    }
    case 'time': {
      const value = relativeTime(condition.value, nowMs, timeZone);
      return value === undefined
        ? { ok: false, failure: `"${condition.value}" for ${condition.field} is no time such as now-8h or today-7d` }
        : { ok: true, value };
    }
    case 'json': {
      const parsed = json(condition.value);
      return parsed.ok ? parsed : { ok: false, failure: `the value for ${condition.field} is no JSON` };
    }
  }
}

function at(payload: unknown, path: string): unknown {
  return path
    .split('.')
    .filter((step) => step !== '')
    .reduce<unknown>(
      (here, step) => (typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[step] : undefined),
      payload,
    );
}

function parseDomain(text: string): Plain<readonly unknown[]> {
  if (text.trim() === '') return { ok: true, value: [] };
  const parsed = json(text);
  if (!parsed.ok || !Array.isArray(parsed.value)) return { ok: false, failure: 'the domain is no JSON list' };
  const wrong = parsed.value.find((term) => !isTerm(term));
  return wrong === undefined
    ? { ok: true, value: parsed.value }
    : { ok: false, failure: `${JSON.stringify(wrong)} is neither [field, operator, value] nor "&", "|" or "!"` };
}

const isTerm = (term: unknown): boolean =>
  Array.isArray(term)
    ? term.length === 3 && typeof term[0] === 'string' && typeof term[1] === 'string'
    : term === '&' || term === '|' || term === '!';

function json(text: string): Plain<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, failure: 'no JSON' };
  }
}

function invalid(model: string, reason: string): Failure {
  return {
    code: 'filter-invalid',
    class: 'data',
    attempted: `read ${model}`,
    on: 'the filter',
    reason,
    nextStep: 'Correct the condition in the node, or the message before it.',
  };
}
