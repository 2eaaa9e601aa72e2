/** Codes of another system inside a message → canonical ids, where a list of paths says they stand. */
import type { Failure } from '../../failure.ts';
import { fail, ok, type Result } from '../../ports.ts';
import type { CodeDomain, Crosswalk } from '../xref.ts';
import type { UnknownCode } from './unknown-code.ts';

export interface CodeField {
  /** Dotted; `*` stands for every member of a list or object. */
  readonly path: string;
  readonly domain: CodeDomain;
}

export interface Origin {
  readonly system: string;
  /** RFC 3339. */
  readonly at: string;
}

/** What is not there is left out; every unknown code of the message is named, not the first alone. */
export function translate(
  event: unknown,
  fields: readonly CodeField[],
  crosswalk: Crosswalk,
  { system, at }: Origin,
): Result<unknown> {
  const failures: Failure[] = [];
  let translated = event;
  for (const { path, domain } of fields) {
    translated = changed(translated, path.split('.'), (value) => {
      const code = codeOf(value);
      if (code === undefined) return value;
      const found = crosswalk.canonical(domain, system, code, at);
      if (found.ok) return found.value;
      failures.push(found.failure);
      return value;
    });
  }
  return failures.length === 0 ? ok(translated) : fail(together(failures));
}

/** Systems that send numbers mean them as codes all the same; anything else is no code. */
const codeOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};

function changed(value: unknown, [step, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((item, index) => (step === '*' || step === String(index) ? changed(item, rest, change) : item));
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    step === '*' || step === name ? changed(member, rest, change) : member,
  ]);
  return Object.fromEntries(entries);
}

function together(failures: readonly Failure[]): Failure {
  const [first] = failures;
  if (first === undefined) throw new Error('there is a failure to tell');
  const codes = new Map<string, UnknownCode>();
  for (const one of failures.flatMap(({ unknownCodes }) => unknownCodes ?? []))
    codes.set(`${one.domain}\n${one.system}\n${one.code}`, one);
  const others = [...codes.values()].slice(1).map(({ domain, code }) => `${domain} "${code}"`);
  const more = others.length > 0 ? `; also unknown: ${others.join(', ')}` : '';
  return { ...first, reason: `${first.reason}${more}`, unknownCodes: [...codes.values()] };
}
