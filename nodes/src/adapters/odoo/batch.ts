/**
 * Posting mode *batch action*: wishes that come while a call is under way go out together in the next one, so the load
 * itself decides how many that are. Each wish gets its own answer. A call that fails as a whole because of one wish has
 * changed nothing; its wishes then go out one by one, and only the culprit fails.
 */

import type { Failure } from '../../domain/failure.ts';
import { checkInstalled } from '../../domain/odoo/batch/installed.ts';
import { mergedItem, shapeOf, splitVerdict } from '../../domain/odoo/batch/merge.ts';
import { type Item, itemOf, readAnswer, requestOf, type Verdict, type Wish } from '../../domain/odoo/batch/protocol.ts';
import { type Erp, type ErpBatch, fail, ok, type Result } from '../../domain/ports.ts';
import { judgeVerdict, postedBy } from './verdicts.ts';

interface Waiting {
  readonly wish: Wish;
  readonly answer: (result: Result<Verdict>) => void;
}

/** Bounds the time of one call: an event with its stock moves takes Odoo about 0.2 s, a reading wish a hundredth of it. */
const MOST_EVENTS = 60;
const MOST_WISHES = 400;

export function openBatch(erp: Erp, action: number): ErpBatch {
  const waiting: Waiting[] = [];
  let busy = false;
  let installed: Promise<Result<void>> | undefined;

  const check = async (): Promise<Result<void>> => {
    installed ??= checkInstalled(erp, action);
    const result = await installed;
    if (!result.ok) installed = undefined;
    return result;
  };

  const ask = async (wish: Wish): Promise<Result<Verdict>> => {
    const ready = await check();
    if (!ready.ok) return ready;
    return new Promise((answer) => {
      waiting.push({ wish, answer });
      void pump();
    });
  };

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    // Whoever was answered by the last call gets the chance to ask again before the next one leaves.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      await send(nextOf(waiting));
      await new Promise((resolve) => setImmediate(resolve));
    }
    busy = false;
  }

  async function send(group: readonly Waiting[]): Promise<void> {
    const parcels = parcelsOf(group);
    const said = await exchange(parcels.map((parcel) => parcel.item));
    if (!said.ok && parcels.length > 1 && isAboutOneWish(said.failure)) {
      for (const parcel of parcels) await send(parcel.of);
      return;
    }
    for (const [index, parcel] of parcels.entries()) {
      const verdict = said.ok ? said.value[index] : undefined;
      await deliver(parcel, said.ok ? (verdict ? ok(verdict) : fail(foreign)) : said);
    }
  }

  async function deliver(parcel: Parcel, said: Result<Verdict>): Promise<void> {
    const [first] = parcel.of;
    if (parcel.of.length === 1) return first?.answer(said);
    const split = said.ok ? splitVerdict(said.value, methodOf(first?.wish)) : undefined;
    if (!said.ok && !isAboutOneWish(said.failure)) {
      for (const one of parcel.of) one.answer(said);
      return;
    }
    // One record that Odoo does not take spoils them all: each is made alone.
    for (const [index, one] of parcel.of.entries()) {
      const verdict = split?.[index];
      if (verdict) one.answer(ok(verdict));
      else one.answer(await alone(one.wish));
    }
  }

  async function alone(wish: Wish): Promise<Result<Verdict>> {
    const said = await exchange([itemOf(wish)]);
    if (!said.ok) return said;
    const [verdict] = said.value;
    return verdict ? ok(verdict) : fail(foreign);
  }

  async function exchange(items: readonly Item[]): Promise<Result<readonly Verdict[]>> {
    const reads = items.every((item) => !('key' in item || 'keys' in item || 'guards' in item));
    const answer = await erp.call({
      ...requestOf(action, items),
      ...(reads ? { repeatable: true } : { movesStock: true }),
    });
    if (!answer.ok) return isAboutOneWish(answer.failure) ? stillInstalled(answer.failure) : answer;
    const read = readAnswer(answer.value, items.length);
    return read ? ok(read.verdicts) : fail(foreign);
  }

  /** Removed or altered under way, it refuses everybody: a matter of set-up, never of one message. */
  async function stillInstalled(failure: Failure): Promise<Result<never>> {
    installed = undefined;
    const now = await check();
    return now.ok ? fail(withoutCode(failure)) : now;
  }

  return {
    check,
    async read(call) {
      const said = await ask({ kind: 'read', call });
      if (!said.ok) return fail(surelyRepeatable(said.failure));
      if (said.value.status === 'done') return ok(said.value.results[0]);
      return fail(judgeVerdict(said.value, call));
    },
    async post({ key, steps, guards }) {
      const said = await ask({ kind: 'post', key, steps, guards });
      return said.ok ? postedBy(said.value, steps) : said;
    },
    async ledger(keys) {
      const said = await ask({ kind: 'ledger', keys });
      if (!said.ok) return said;
      const [rows] = said.value.status === 'done' ? said.value.results : [];
      return ok(new Map((rows ?? []) as [string, number][]));
    },
  };
}

interface Parcel {
  readonly item: Item;
  readonly of: readonly Waiting[];
}

/** In the order they came; what can be made together is. */
function parcelsOf(group: readonly Waiting[]): Parcel[] {
  const byShape = new Map<string, Waiting[]>();
  for (const one of group) {
    const shape = shapeOf(one.wish) ?? `alone ${byShape.size}`;
    byShape.set(shape, [...(byShape.get(shape) ?? []), one]);
  }
  return [...byShape.values()].flatMap((of) => {
    const merged = of.length > 1 ? mergedItem(of.map((one) => one.wish)) : undefined;
    return merged ? [{ item: merged, of }] : of.map((one) => ({ item: itemOf(one.wish), of: [one] }));
  });
}

function nextOf(waiting: Waiting[]): Waiting[] {
  let events = 0;
  const end = waiting.findIndex(({ wish }, index) => {
    if (wish.kind === 'post' && shapeOf(wish) === undefined) events += 1;
    return events > MOST_EVENTS || index >= MOST_WISHES;
  });
  return waiting.splice(0, end < 0 ? waiting.length : end);
}

const methodOf = (wish: Wish | undefined): string => (wish?.kind === 'post' ? (wish.steps[0]?.method ?? '') : '');

/** Odoo refused something in the call; what it did not reach at all says nothing about the wishes. */
const isAboutOneWish = (failure: Failure): boolean => failure.class === 'business' || failure.class === 'data';

/** Odoo quotes the whole text of the action behind the reason. */
const withoutCode = (failure: Failure): Failure => {
  const cause = failure.cause?.replace(/ while evaluating[\s\S]*$/, '');
  return cause ? { ...failure, cause } : failure;
};

/** It went out beside events that may be done by now; a question is asked again without harm. */
const surelyRepeatable = (failure: Failure): Failure =>
  failure.class === 'unknown' ? { ...failure, class: 'transient' } : failure;

const foreign: Failure = {
  code: 'batch-action-foreign',
  class: 'configuration',
  attempted: 'post by batch action',
  on: 'the batch action of the Odoo connection',
  reason: 'what answers is not the action of this version',
  nextStep:
    'Let an administrator run "npm run odoo:setup -- batch install", then check the number in the Odoo connection.',
};
