/** Numbered facts as an MES would report them. The same run and number is always the same fact, so a repeat is a repeat. */

import { appendFileSync } from 'node:fs';
import { plantEvent } from './event.ts';

export interface FactOptions {
  /** Prefix of transaction numbers: facts of two runs are different facts. */
  readonly run: string;
  readonly count: number;
  readonly perSecond: number;
  readonly orders: readonly string[];
  readonly material: string;
  readonly enterprise: string;
  readonly site: string;
  /** Every n-th message is one that nobody can read; 0 for none. */
  readonly poisonEvery: number;
  /** File that gets one line per fact before it is sent: what a test compares with. */
  readonly ledger?: string;
}

export interface Fact {
  readonly number: number;
  readonly order: string;
  readonly transactionId: string;
  readonly quantity: string;
  readonly at: string;
  readonly isPoison: boolean;
}

/** A fixed beginning: the time of a fact must not depend on when it is repeated. */
const EPOCH_MS = Date.UTC(2026, 10, 20, 6);

export function factAt(options: FactOptions, number: number): Fact {
  const { run, orders, poisonEvery } = options;
  return {
    number,
    order: orders[number % orders.length] ?? 'WH/MO/00001',
    transactionId: `${run}-${number}`,
    quantity: String(1 + (number % 7)),
    at: new Date(EPOCH_MS + number * 1_000).toISOString(),
    isPoison: poisonEvery > 0 && number % poisonEvery === 0,
  };
}

/** Data of `production.output.reported`. */
export const dataOf = ({ material }: FactOptions, fact: Fact) => ({
  operationsRequestId: fact.order,
  reportKind: 'partial',
  material: { materialDefinitionId: material },
  quantity: { value: fact.quantity, uom: 'C62' },
  interval: { start: fact.at, end: fact.at },
  transactionId: fact.transactionId,
});

export function eventOf(options: FactOptions, fact: Fact): Readonly<Record<string, unknown>> {
  return plantEvent(options, 'mes', {
    id: fact.transactionId,
    name: 'production.output.reported',
    at: fact.at,
    data: dataOf(options, fact),
  });
}

/** Hands out facts at their pace until all are sent or `stop` is called. */
export async function stream(
  options: FactOptions,
  send: (fact: Fact) => Promise<void>,
  stopped: () => boolean,
): Promise<number> {
  const startedAtMs = Date.now();
  for (let number = 1; number <= options.count; number += 1) {
    const dueMs = startedAtMs + (number * 1_000) / options.perSecond;
    const waitMs = dueMs - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (stopped()) return number - 1;
    const fact = factAt(options, number);
    if (options.ledger !== undefined) appendFileSync(options.ledger, `${JSON.stringify(fact)}\n`);
    await send(fact);
  }
  return options.count;
}
