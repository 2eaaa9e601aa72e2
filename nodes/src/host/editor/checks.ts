/** What a form can tell while a person types. A courtesy: the runtime checks again, and its answer counts. */
import type { FormField } from './spec.ts';

/** A key of the shared words with its values, or undefined when the value is fine. */
export interface Finding {
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const VARIABLE = /^\$\{[^}]+\}$/;

export function check(field: FormField, value: unknown): Finding | undefined {
  if (typeof value === 'string' && VARIABLE.test(value)) return undefined;
  if (isEmpty(value)) {
    const isRequired = field.required || (field.preset && value !== undefined);
    const needed = isRequired && !field.environment && !field.secret;
    return needed ? { key: 'required', values: {} } : undefined;
  }
  if (field.kind === 'number') return checkNumber(field, Number(value));
  if (field.kind === 'choice')
    return field.choices?.includes(String(value)) ? undefined : { key: 'choice', values: { value } };
  if (field.kind === 'list') return checkList(field, value);
  if (field.kind === 'json') return checkJson(value);
  if (field.pattern && !new RegExp(field.pattern).test(String(value))) return { key: 'pattern', values: { value } };
  return undefined;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function checkNumber({ minimum, maximum }: FormField, value: number): Finding | undefined {
  if (Number.isNaN(value)) return { key: 'number', values: {} };
  if (minimum !== undefined && value < minimum) return { key: 'minimum', values: { minimum } };
  if (maximum !== undefined && value > maximum) return { key: 'maximum', values: { maximum } };
  return undefined;
}

function checkList({ choices }: FormField, value: unknown): Finding | undefined {
  const strange = Array.isArray(value) && choices ? value.find((one) => !choices.includes(String(one))) : undefined;
  return strange === undefined ? undefined : { key: 'choice', values: { value: strange } };
}

function checkJson(value: unknown): Finding | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    JSON.parse(value);
    return undefined;
  } catch (cause) {
    return { key: 'json', values: { cause: cause instanceof Error ? cause.message : String(cause) } };
  }
}
