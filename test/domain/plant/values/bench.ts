/** Tags told second by second: what is passed on, what is held back, over restarts. */

import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import {
  applied,
  emptyValues,
  restoreValues,
  take,
  tick,
  type Values,
} from '../../../../nodes/src/domain/plant/values/filter.ts';
import { type RuleRow, type ValueRule, valueRules } from '../../../../nodes/src/domain/plant/values/rule.ts';
import type { Sample } from '../../../../nodes/src/domain/ports.ts';

export const START_MS = Date.UTC(2026, 10, 20, 8);
export const usual: ValueRule = { deadband: '1', of: 'absolute', holdMs: 0, repeatMs: 0 };

export const sampleAt = (ms: number, value: Sample['value'], status = 'Good', tag = 'T1'): Sample => ({
  ...{ tag, value, status },
  sourceTimestamp: new Date(START_MS + ms).toISOString(),
});

export class ValueBench {
  readonly passed: Sample[] = [];
  readonly #find;
  #values: Values = emptyValues(START_MS);
  readonly #rows = new Map<string, CounterState>();

  constructor(rule: Partial<ValueRule> = {}, rows: readonly Partial<RuleRow>[] = []) {
    const empty: RuleRow = { tag: '', deadband: '', of: 'percent', holdMs: '', repeatMinutes: '' };
    const found = valueRules(
      { ...usual, ...rule },
      rows.map((row) => ({ ...empty, ...row })),
    );
    if (!found.ok) throw new Error(found.failure.reason);
    this.#find = found.value;
  }

  get values(): Values {
    return this.#values;
  }

  /** Samples that come together at `ms` of our clock; the values that leave. */
  take(ms: number, ...samples: readonly Sample[]): Sample['value'][] {
    return this.#keep(take(this.#find, this.#values, [{ source: 'plc', samples }], START_MS + ms));
  }

  /** One good sample, stamped when it comes. */
  tell(ms: number, value: Sample['value'], status = 'Good'): Sample['value'][] {
    return this.take(ms, sampleAt(ms, value, status));
  }

  tick(ms: number): Sample['value'][] {
    return this.#keep(tick(this.#find, this.#values, START_MS + ms));
  }

  /** As after a kill: only what the journal holds is known. */
  restart(): void {
    const stored = JSON.parse(JSON.stringify([...this.#rows.values()])) as CounterState[];
    this.#values = restoreValues(stored, START_MS);
  }

  #keep(step: ReturnType<typeof take>): Sample['value'][] {
    for (const row of step.rows) this.#rows.set(row.tag, row);
    for (const key of step.forgotten) this.#rows.delete(`value ${key}`);
    this.#values = applied(this.#values, step);
    const left = step.passed.flatMap(({ samples }) => samples);
    this.passed.push(...left);
    return left.map(({ value }) => value);
  }
}
