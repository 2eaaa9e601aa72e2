/** A question to people: an end is final, two pairs of eyes are two persons, and the deadline speaks once. */
import fc from 'fast-check';
import { UNNAMED } from '../../../nodes/src/domain/delivery/dead-letter.ts';
import {
  decide,
  expire,
  isOpen,
  type Question,
  type Rules,
  withdraw,
} from '../../../nodes/src/domain/review/decision.ts';
import { past, restore, rowOf } from '../../../nodes/src/domain/review/memory.ts';
import { decidedEvent, requestedEvent } from '../../../nodes/src/domain/review/told.ts';

const question = (change: Partial<Question> = {}): Question => ({
  ...{ id: 'k1.x', digest: 'd', event: {}, askedMs: 0, state: 'open', votes: [], isLate: false, isLapsed: false },
  ...change,
});
const rules = (change: Partial<Rules> = {}): Rules => ({
  further: [],
  twoPersons: false,
  afterDeadline: 'wait',
  ...change,
});
const vote = (actor: string, choice: string, reason = 'counted again') => ({ actor, choice, reason, atMs: 5 });

test('one person approves or declines, with a reason and a choice that there is', () => {
  expect(decide(question(), vote('anna', 'approve'), rules())).toMatchObject({
    question: { state: 'approved', endedMs: 5 },
  });
  expect(decide(question(), vote('anna', 'decline'), rules())).toMatchObject({ question: { state: 'declined' } });
  expect(decide(question(), vote('anna', 'approve', ' '), rules())).toMatchObject({ why: 'reason-missing' });
  expect(decide(question(), vote('anna', 'recount'), rules())).toMatchObject({ why: 'no-such-choice' });
  expect(decide(question(), vote('anna', 'recount'), rules({ further: ['recount'] }))).toMatchObject({
    question: { state: 'chosen', votes: [{ choice: 'recount' }] },
  });
});

test('two persons: not the same one twice, nobody without a login, and one alone may decline', () => {
  const two = rules({ twoPersons: true });
  const first = decide(question(), vote('anna', 'approve'), two);
  if (first.kind !== 'taken') throw new Error(first.why);
  expect(first.question.state).toBe('second');
  expect(decide(first.question, vote('anna', 'approve'), two)).toMatchObject({ why: 'same-person' });
  expect(decide(first.question, vote(UNNAMED, 'approve'), two)).toMatchObject({ why: 'nobody-logged-in' });
  expect(decide(first.question, vote('ben', 'approve'), two)).toMatchObject({ question: { state: 'approved' } });
  expect(decide(first.question, vote('ben', 'decline'), two)).toMatchObject({ question: { state: 'declined' } });
});

test('after the deadline it is told once, or decided', () => {
  const late = question({ dueMs: 10 });
  expect(expire(late, 9, rules())).toBeUndefined();
  const told = expire(late, 10, rules());
  expect(told).toMatchObject({ state: 'open', isLate: true });
  expect(told && expire(told, 99, rules())).toBeUndefined();
  expect(expire(late, 10, rules({ afterDeadline: 'decline' }))).toMatchObject({ state: 'declined', isLapsed: true });
  expect(expire(late, 10, rules({ afterDeadline: 'approve' }))).toMatchObject({ state: 'approved', isLapsed: true });
});

const step = fc.oneof(
  fc.record({
    actor: fc.constantFrom('anna', 'ben', UNNAMED),
    choice: fc.constantFrom('approve', 'decline', 'recount', 'nonsense'),
    reason: fc.constantFrom('counted', ''),
    atMs: fc.integer({ min: 0, max: 100 }),
  }),
  fc.constantFrom('tick' as const, 'withdraw' as const),
);

function walk(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[], own: Rules): Question[] {
  let now = question({ dueMs: 50 });
  return steps.map((one, index) => {
    if (one === 'tick') now = expire(now, index * 10, own) ?? now;
    else if (one === 'withdraw') now = withdraw(now, index * 10) ?? now;
    else {
      const answer = decide(now, one, own);
      if (answer.kind === 'taken') now = answer.question;
    }
    return now;
  });
}

test('whatever people, clocks and others do: an end is final, and two persons approve or nobody does', () => {
  const anyRules = fc.record({
    further: fc.constantFrom([], ['recount']),
    twoPersons: fc.boolean(),
    afterDeadline: fc.constantFrom('wait' as const, 'decline' as const, 'approve' as const),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), anyRules, (steps, own) => {
      const states = walk(steps, own);
      const end = states.findIndex((one) => !isOpen(one));
      if (end >= 0) for (const later of states.slice(end)) expect(later).toEqual(states[end]);
      for (const one of states) {
        if (one.state !== 'approved' || one.isLapsed) continue;
        const people = new Set(one.votes.filter(({ choice }) => choice === 'approve').map(({ actor }) => actor));
        expect(people.size).toBeGreaterThanOrEqual(own.twoPersons ? 2 : 1);
        if (own.twoPersons) expect(people.has(UNNAMED)).toBe(false);
      }
    }),
  );
});

test('it is remembered for a while after its end, and told without names', () => {
  const end = decide(question({ event: { id: 'e', type: 't', subject: 's' } }), vote('anna', 'approve'), rules());
  if (end.kind !== 'taken') throw new Error(end.why);
  const hash = (text: string): string => `h${String(text.length).padStart(31, '0')}`;
  expect([...restore([rowOf(end.question, hash)]).values()]).toEqual([end.question]);
  expect(past([end.question, question()], 1_000, 500, 9)).toEqual(['k1.x']);
  expect(past([end.question], 500, 500, 9)).toEqual([]);
  const about = { title: 'Adjust', pack: { enterprise: 'E', site: 'S' }, rules: rules(), hash, nowMs: 9 };
  const told = decidedEvent(end.question, about);
  expect(told).toMatchObject({ value: { data: { outcome: 'approved', choice: 'approve', isLapsed: false } } });
  expect(JSON.stringify(told)).not.toContain('anna');
  const late = requestedEvent(question({ dueMs: 5, event: { type: 't' } }), 'overdue', about);
  expect(late).toMatchObject({ value: { data: { level: 'overdue', choices: ['approve', 'decline'] } } });
});
