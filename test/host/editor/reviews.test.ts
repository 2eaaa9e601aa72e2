/** Words of the decisions, and what a refusal means; how the list behaves is proven in the browser. */
import { decide, type Question, type Refusal } from '../../../nodes/src/domain/review/decision.ts';
import { REFUSALS, refusalOf } from '../../../nodes/src/host/editor/reviews/refusal.ts';
import { waitingOf } from '../../../nodes/src/palette/review/desk.ts';
import { refused, unknownQuestion } from '../../../nodes/src/palette/review/trouble.ts';
import { event } from '../../domain/mapping/plant.ts';
import { catalogues, keys, placeholders, type Words } from '../../support/words.ts';

const both = catalogues<Words & Record<'fact' | 'refused' | 'done' | 'then', Words>>('reviews');
const reasons: Readonly<Record<Refusal, true>> = {
  ...{ ended: true, 'no-such-choice': true, 'reason-missing': true, 'same-person': true, 'nobody-logged-in': true },
};
const adjusted = event('inventory.adjusted', {
  ...{ adjustmentId: 'R-1', locationId: 'A-01', material: { materialDefinitionId: 'RM-10' }, lot: { lotId: 'L7' } },
  ...{
    quantity: { value: '-3', uom: 'C62' },
    reason: { code: 'RECONCILED', scheme: 'site', text: 'counted 7, book 10' },
  },
});
const question: Question = {
  ...{ id: 'k', digest: 'd', event: { ...adjusted }, askedMs: 0, state: 'open', votes: [] },
  ...{ isLate: false, isLapsed: false },
};
const rules = { title: 'Adjust?', further: ['recount'], twoPersons: false, afterDeadline: 'wait' as const };

test('every word is there in both languages, with what is filled in', () => {
  expect(keys(both.de)).toEqual(keys(both.en));
  expect(placeholders(both.de).sort()).toEqual(placeholders(both.en).sort());
});

test('every refusal of the node has its words', () => {
  const codes = Object.keys(reasons).map((why) => refused('k', why as Refusal).code);
  expect([...REFUSALS].sort()).toEqual([...codes, unknownQuestion('k').code, 'desk-unknown'].sort());
  expect(Object.keys(both.en.refused).sort()).toEqual([...REFUSALS].sort());
});

test('after some refusals nothing is left to decide, after others a person goes on', () => {
  const answer = (why: Refusal) => refusalOf(409, { failure: refused('k', why) });
  expect(answer('ended')).toEqual({ key: 'decision-ended', isOver: true });
  expect(answer('same-person')).toEqual({ key: 'decision-same-person', isOver: false });
  expect(refusalOf(404, { text: 'No such node' })).toEqual({ key: 'desk-unknown', isOver: true });
  expect(refusalOf(403, {})).toEqual({ key: undefined, isOver: false });
  expect(refusalOf(409, { failure: { code: 'journal-full' } })).toEqual({ key: undefined, isOver: false });
});

test('what a person sees of an event has its words: subject, place, lot, quantity, reason, origin', () => {
  const [seen] = waitingOf([question], rules);
  expect(seen?.facts.map(({ name }) => name)).toEqual(Object.keys(both.en.fact));
  expect(seen).toMatchObject({ about: 'material/RM-10 · A-01 · L7 · -3 C62 · counted 7, book 10' });
  expect(seen).toMatchObject({ choices: ['approve', 'decline', 'recount'], twoPersons: false, afterDeadline: 'wait' });
});

test('a subject that cannot be decoded is shown as it came, and hides no other question', () => {
  const strange = { ...question, event: { ...adjusted, subject: 'material/100%' } };
  expect(waitingOf([strange, question], rules).map(({ facts }) => facts[0]?.value)).toEqual([
    'material/100%',
    'material/RM-10',
  ]);
});

test('every state that a decision leaves behind is said', () => {
  const vote = (choice: string, twoPersons: boolean) =>
    decide(question, { actor: 'anna', choice, reason: 'counted', atMs: 1 }, { ...rules, twoPersons });
  const answers = [vote('approve', true), vote('approve', false), vote('decline', false), vote('recount', false)];
  const states = answers.map((answer) => (answer.kind === 'taken' ? answer.question.state : answer.why));
  expect(Object.keys(both.en.done)).toEqual(states);
});
