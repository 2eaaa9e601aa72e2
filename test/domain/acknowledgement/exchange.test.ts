/** The life of a released order as the plant's answers tell it. */
import { system } from '../../../nodes/src/adapters/system.ts';
import {
  answer,
  ask,
  type Decision,
  type Exchange,
  inForce,
  latest,
  nothingAsked,
  overdue,
} from '../../../nodes/src/domain/acknowledgement/exchange.ts';
import { ExchangeMemory } from '../../../nodes/src/domain/acknowledgement/memory.ts';
import { says, standing } from '../../../nodes/src/domain/acknowledgement/standing.ts';

const PATIENCE = { answerMs: 600_000, escalateMs: 3_600_000 };

class Order {
  exchange: Exchange = nothingAsked('WH/MO/1');
  nowMs = 0;

  ask(revision: number, options: { digest?: string; isRecall?: boolean; again?: boolean } = {}): string {
    const { digest = `d${revision}`, isRecall = false, again = false } = options;
    const asking = { revision, isRecall, digest, event: `e${revision}`, type: 'operations.request.released' };
    return this.#take(ask(this.exchange, asking, this.nowMs, again));
  }

  answer(revision: number, decision: Decision, atMs = this.nowMs): string {
    return this.#take(answer(this.exchange, revision, { decision, atMs }, this.nowMs));
  }

  after(minutes: number): string | undefined {
    this.nowMs += minutes * 60_000;
    const late = overdue(this.exchange, PATIENCE, this.nowMs);
    if (late) this.exchange = late.exchange;
    return late?.level;
  }

  get standing(): string {
    return standing(this.exchange);
  }

  #take({ exchange, verdict }: { readonly exchange: Exchange; readonly verdict: string }): string {
    this.exchange = exchange;
    return verdict;
  }
}

test.each([
  ['accepted', 'accepted', 1],
  ['partial', 'partial', 1],
  ['rejected', 'rejected', undefined],
] as const)('a released order that the plant %s', (decision, expected, held) => {
  const order = new Order();
  expect(order.ask(1)).toBe('new');
  expect(order.standing).toBe('sent');
  expect(order.answer(1, decision)).toBe('taken');
  expect(order.standing).toBe(expected);
  expect(inForce(order.exchange)).toBe(held);
  expect(order.after(999)).toBeUndefined();
});

test('a change is amended, and what the plant works with stays until it takes the change', () => {
  const order = new Order();
  order.ask(1);
  order.answer(1, 'accepted');
  order.ask(2);
  expect(order.standing).toBe('amending');
  expect(inForce(order.exchange)).toBe(1);
  order.answer(2, 'accepted');
  expect([order.standing, inForce(order.exchange)]).toEqual(['accepted', 2]);
});

test('a change that comes too late leaves the plant with what it has', () => {
  const order = new Order();
  order.ask(1);
  order.answer(1, 'accepted');
  order.ask(2);
  order.answer(2, 'rejected');
  expect(order.standing).toBe('too-late');
  expect(says(order.exchange, 'MES')).toBe('too late: MES refused revision 2 of WH/MO/1 and works with revision 1');
});

test('an order is recalled, or it is too late for that', () => {
  const [one, other] = [new Order(), new Order()];
  for (const order of [one, other]) {
    order.ask(1);
    order.answer(1, 'accepted');
    order.ask(2, { isRecall: true });
    expect(order.standing).toBe('recalling');
  }
  one.answer(2, 'accepted');
  expect([one.standing, inForce(one.exchange)]).toEqual(['recalled', undefined]);
  other.answer(2, 'rejected');
  expect([other.standing, inForce(other.exchange)]).toEqual(['too-late', 1]);
});

test('nobody answers: late, then escalated, each once; an answer after that is taken', () => {
  const order = new Order();
  order.ask(1);
  expect([order.after(9), order.after(1), order.after(1), order.after(49), order.after(999)]).toEqual([
    ...[undefined, 'late', undefined, 'escalated', undefined],
  ]);
  expect(order.standing).toBe('escalated');
  expect(order.answer(1, 'accepted')).toBe('taken');
  expect(order.standing).toBe('accepted');
});

test('after a long silence of ours the second level still comes after the first', () => {
  const order = new Order();
  order.ask(1);
  expect([order.after(9_999), order.after(0), order.after(0)]).toEqual(['late', 'escalated', undefined]);
});

test('a newer revision has its own time, and the answer to the older one does not stop it', () => {
  const order = new Order();
  order.ask(1);
  order.after(8);
  order.ask(2);
  expect(order.after(8)).toBeUndefined();
  order.answer(1, 'accepted');
  expect([order.standing, inForce(order.exchange)]).toEqual(['amending', 1]);
  expect(order.after(2)).toBe('late');
});

test('repeated, outdated, contradicting and unasked things change nothing', () => {
  const order = new Order();
  order.ask(2);
  order.answer(2, 'rejected', 50);
  const before = order.exchange;
  expect(order.ask(2)).toBe('same');
  expect(order.ask(2, { digest: 'other' })).toBe('conflict');
  expect(order.answer(2, 'rejected', 50)).toBe('repeated');
  expect(order.answer(2, 'accepted', 49)).toBe('outdated');
  expect(order.answer(2, 'accepted', 50)).toBe('outdated');
  expect(order.answer(3, 'accepted')).toBe('unasked');
  expect(order.exchange).toBe(before);
  expect(order.ask(1)).toBe('older');
  expect(latest(order.exchange)?.revision).toBe(2);
});

test('asked again on purpose it waits anew, unless it was answered', () => {
  const order = new Order();
  order.ask(1);
  expect(order.after(10)).toBe('late');
  expect(order.ask(1, { again: true })).toBe('again');
  expect([order.standing, order.after(9), order.after(1)]).toEqual(['sent', undefined, 'late']);
  order.answer(1, 'accepted');
  order.ask(1, { again: true });
  expect(order.standing).toBe('accepted');
});

test('of many revisions the latest are kept, and the one the plant works with', () => {
  const order = new Order();
  order.ask(1);
  order.answer(1, 'accepted');
  for (let revision = 2; revision <= 60; revision += 1) order.ask(revision);
  expect(order.exchange.questions).toHaveLength(20);
  expect(inForce(order.exchange)).toBe(1);
  expect(order.ask(7)).toBe('same');
  expect(order.answer(7, 'accepted')).toBe('outdated');
});

test('what is settled is forgotten after its time, what waits is not; rows do not grow in number', () => {
  const memory = new ExchangeMemory([], system.hash, 1_000);
  const tags = new Set<string>();
  for (let nr = 0; nr < 500; nr += 1) {
    const asking = { revision: 1, isRecall: false, digest: 'd', event: 'e', type: 't' };
    const asked = ask(nothingAsked(`MO-${nr}`), asking, nr).exchange;
    const now = nr % 2 === 0 ? asked : answer(asked, 1, { decision: 'accepted', atMs: nr }, nr).exchange;
    for (const { tag } of memory.rowsOf([now], nr)) tags.add(tag);
    memory.put([now], nr);
  }
  expect(tags.size).toBeLessThanOrEqual(64);
  expect(memory.open()).toHaveLength(250);
  for (const one of memory.open()) memory.put([one], 5_000);
  expect(memory.open()).toHaveLength(250);
  expect(memory.get('MO-1')).toBeUndefined();
});
