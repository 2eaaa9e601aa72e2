/** Plays the samples on a database that may be written to: what the probes cannot know, such as what a method does now. */
import { z } from 'zod';
import { explain } from '../../failure.ts';
import type { FactRow, OrderLedger } from '../../journal.ts';
import { type Erp, ok, type Result } from '../../ports.ts';
import { carryOut } from '../carry-out.ts';
import { factOf } from '../facts.ts';
import { type Intent, intentSchema } from '../intent.ts';
import { isOrderIntent } from '../order-intent.ts';
import { purchaseSamples, saleSamples } from './document-samples.ts';
import type { DrillRow } from './drill.ts';
import { boughtGoods, orderFor, placeOf, soldGoods } from './people.ts';
import type { Sample } from './sample.ts';
import { samples, setting } from './samples.ts';

export interface Stage {
  /** Makes what only an administrator may; undefined: what needs it is not played. */
  readonly admin: Erp;
  /** The plant's user. */
  readonly erp: Erp;
  /** Nothing of this name is there yet. */
  readonly prefix: string;
  /** Now, RFC 3339. */
  readonly at: string;
}

/** Rows of the kinds that were asked for, worst outcome of each; what has no sample is not among them. */
export async function play(kinds: readonly string[], stage: Stage): Promise<Result<readonly DrillRow[]>> {
  const place = await placeOf(stage.admin);
  if (!place.ok) return place;
  const book = new Book();
  const outcomes = new Map<string, string>();
  let count = 0;
  const post = async (erp: Erp, wanted: readonly Sample[]): Promise<void> => {
    for (const sample of wanted) {
      const reason = await played(erp, sample, stage, book, count);
      if (!outcomes.get(sample.kind)) outcomes.set(sample.kind, reason ?? '');
      count += 1;
    }
  };
  await post(stage.admin, setting(stage.prefix, place.value));
  const orders: string[] = [];
  for (const number of [1, 2, 3]) {
    const order = await orderFor(stage, number);
    if (!order.ok) return order;
    if (order.value !== undefined) orders.push(order.value);
  }
  await post(stage.erp, samples(stage.prefix, orders));
  const sold = await soldGoods(stage);
  if (sold) await post(stage.erp, saleSamples(stage.prefix, sold));
  const bought = await boughtGoods(stage);
  if (bought !== undefined) await post(stage.erp, purchaseSamples(stage.prefix, bought));
  return ok(
    [...outcomes]
      .filter(([kind, because]) => kinds.includes(kind) || because !== '')
      .map(([kind, because]) => ({
        ...{ what: `plays ${kind}`, flows: [], replacedBy: '' },
        verdict: because === '' ? 'works' : 'breaks',
        because,
      })),
  );
}

/** What the journal would know between two samples of the same order. */
class Book {
  readonly #facts: FactRow[] = [];
  readonly #notes = new Map<string, Readonly<Record<string, unknown>>>();

  ledger(intent: Intent): OrderLedger {
    if (isOrderIntent(intent)) this.#facts.push({ ...factOf(intent), seq: this.#facts.length + 1, state: 'queued' });
    const binding = this.#notes.get(intent.partition);
    return { facts: this.#facts, closedTags: [], untaken: 0, ...(binding ? { binding } : {}) };
  }

  note(intent: Intent, binding: Readonly<Record<string, unknown>>): void {
    this.#notes.set(intent.partition, structuredClone(binding));
  }

  posted(intent: Intent): void {
    const at = this.#facts.findIndex(({ key }) => key === intent.key);
    const fact = this.#facts[at];
    if (fact) this.#facts[at] = { ...fact, state: 'posted' };
  }
}

/** Why it failed, in words; undefined when it did not. */
async function played(
  erp: Erp,
  sample: Sample,
  { prefix, at }: Stage,
  book: Book,
  number: number,
): Promise<string | undefined> {
  const key = `drill.${prefix}.${number}`;
  const partition = `drill:${prefix}:${String(sample['order'] ?? number)}`;
  const wanted = intentSchema.safeParse({ key, partition, at, ...sample });
  if (!wanted.success) return z.prettifyError(wanted.error).slice(0, 300);
  const intent = wanted.data;
  const done = await carryOut(erp, intent, book.ledger(intent), {
    unknownLots: 'create',
    allowedMethods: ['mrp.production.action_cancel'],
    bind: async (binding) => {
      book.note(intent, binding);
      return ok(undefined);
    },
  });
  if (done.ok) book.posted(intent);
  return done.ok ? undefined : explain(done.failure);
}
