/**
 * What the days of a server have shown of each intent, noted as it happens, and what the documentation says they show
 * (`proven/<server>.json`, from which `npm run generate` makes its table). `PROVEN=write` writes down what was shown.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const CASES = ['happy', 'again', 'four', 'right', 'record', 'lost'] as const;
export type Case = (typeof CASES)[number];
export type Shown = Readonly<Record<string, readonly Case[]>>;

/** A server and how it is spoken to. */
export type Column = 'simulated-calls' | 'simulated-batch';

export class Proof {
  readonly #shown = new Map<string, Set<Case>>();

  note(kind: string, what: Case): void {
    this.#shown.set(kind, (this.#shown.get(kind) ?? new Set()).add(what));
  }

  get shown(): Shown {
    const kinds = [...this.#shown].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(kinds.map(([kind, cases]) => [kind, CASES.filter((one) => cases.has(one))]));
  }
}

/** What the documentation says. */
export function saidOf(column: Column, shown: Shown): Shown {
  const file = path.join(import.meta.dirname, 'proven', `${column}.json`);
  if (process.env['PROVEN'] === 'write') writeFileSync(file, `${JSON.stringify(shown)}\n`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Shown) : {};
}
