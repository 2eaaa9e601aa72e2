/** Questions, answers, deadlines and restarts in any order: what they leave behind is the same, and nothing is told twice. */
import fc from 'fast-check';
import { system } from '../../../nodes/src/adapters/system.ts';
import {
  answer,
  ask,
  DECISIONS,
  type Exchange,
  type Level,
  latest,
  nothingAsked,
  overdue,
} from '../../../nodes/src/domain/acknowledgement/exchange.ts';
import { ExchangeMemory } from '../../../nodes/src/domain/acknowledgement/memory.ts';
import { says, standing } from '../../../nodes/src/domain/acknowledgement/standing.ts';

const PATIENCE = { answerMs: 100, escalateMs: 300 };

interface Asked {
  readonly kind: 'ask';
  readonly revision: number;
}
interface Answered {
  readonly kind: 'answer';
  readonly revision: number;
  readonly decision: (typeof DECISIONS)[number];
  readonly atMs: number;
}
type Happening = Asked | Answered;

const RECALL = 5;
const asked = fc.record({ kind: fc.constant('ask' as const), revision: fc.integer({ min: 1, max: RECALL }) });
const answered = fc.record({
  kind: fc.constant('answer' as const),
  revision: fc.integer({ min: 1, max: RECALL }),
  decision: fc.constantFrom(...DECISIONS),
  atMs: fc.integer({ min: 0, max: 3 }),
});

/** Questions once each and answers to them. */
const story = fc
  .tuple(fc.uniqueArray(asked, { selector: ({ revision }) => revision, minLength: 1 }), fc.array(answered))
  .map(([asks, answers]) => ({
    asks,
    answers: answers.filter(({ revision }) => asks.some((one) => one.revision === revision)),
  }));

/** The same story with repetitions, in another order: an answer never comes before its question. */
const told = story.chain(({ asks, answers }) => {
  const all: readonly Happening[] = [...asks, ...answers];
  const order = fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length, maxLength: 2 * all.length });
  return fc.tuple(order, order).map((orders) => orders.map(inTurn));
});

function inTurn(all: readonly Happening[]): readonly Happening[] {
  const first = new Map<number, Happening>();
  for (const one of all) if (one.kind === 'ask' && !first.has(one.revision)) first.set(one.revision, one);
  const seen = new Set<number>();
  return all.flatMap((one) => {
    if (seen.has(one.revision)) return [one];
    seen.add(one.revision);
    const question = first.get(one.revision);
    return question && one.kind === 'answer' ? [question, one] : [one];
  });
}

const asking = (revision: number) => ({
  ...{ revision, isRecall: revision === RECALL, digest: `d${revision}` },
  ...{ event: `e${revision}`, type: 'operations.request.released' },
});

function step(exchange: Exchange, one: Happening, nowMs = 0): Exchange {
  if (one.kind === 'ask') return ask(exchange, asking(one.revision), nowMs).exchange;
  return answer(exchange, one.revision, one, nowMs).exchange;
}

test('whatever order questions and answers come in, and how often, the exchange ends the same', () => {
  fc.assert(
    fc.property(told, ([one = [], other = []]) => {
      const end = (all: readonly Happening[]): Exchange =>
        all.reduce((now, happening) => step(now, happening), nothingAsked('MO'));
      expect(end(one)).toEqual(end(other));
    }),
  );
});

test('every state an order can reach has a sentence that names what the plant works with', () => {
  fc.assert(
    fc.property(told, ([one = []]) => {
      const end = one.reduce((now, happening) => step(now, happening), nothingAsked('MO'));
      expect(says(end, 'MES')).toContain('MO');
      if (standing(end) === 'too-late') expect(says(end, 'MES')).toMatch(/too late: .*works with revision \d/);
      if (standing(end) === 'recalled') expect(says(end, 'MES')).toBe('MES gave MO back');
    }),
  );
});

const passing = fc.array(fc.oneof(asked, answered, fc.constant({ kind: 'tick' as const })), { maxLength: 60 });
const gaps = fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 60, maxLength: 60 });

test('each level is told once per question, only while it is the latest and nobody answered, over any restart', () => {
  fc.assert(
    fc.property(passing, gaps, fc.boolean(), (all, pauses, restarts) => {
      let now = 0;
      let memory = new ExchangeMemory([], system.hash, 1e9);
      const tales: string[] = [];
      for (const [index, one] of all.entries()) {
        now += pauses[index] ?? 0;
        const before = memory.get('MO') ?? nothingAsked('MO');
        const late = one.kind === 'tick' ? overdue(before, PATIENCE, now) : undefined;
        const question = latest(before);
        if (late) {
          expect(question?.answer).toBeUndefined();
          expect(now).toBeGreaterThanOrEqual(late.dueMs);
          tales.push(`${question?.revision} ${late.level}`);
        }
        const after = one.kind === 'tick' ? late?.exchange : step(before, one, now);
        if (after === undefined || after.questions.length === 0) continue;
        const rows = memory.rowsOf([after], now);
        memory.put([after], now);
        if (restarts) memory = new ExchangeMemory(rows, system.hash, 1e9);
        expect(memory.get('MO')).toEqual(after);
        expect(memory.open().length).toBe(latest(after)?.answer ? 0 : 1);
      }
      expect(new Set(tales).size).toBe(tales.length);
      for (const tale of tales) {
        const levels: readonly Level[] = tales
          .filter((one) => one.startsWith(`${tale[0]} `))
          .map((one) => one.slice(2) as Level);
        expect([['late'], ['late', 'escalated']]).toContainEqual(levels);
      }
    }),
  );
});
