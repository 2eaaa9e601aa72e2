/** No row of states brings a work order where it cannot be, and telling a state twice changes nothing. */
import fc from 'fast-check';
import {
  type Progress,
  type Step,
  stepFor,
  transition,
  WORK_STATES,
  type WorkState,
} from '../../../nodes/src/domain/operations/work-order.ts';

const PROGRESS: readonly Progress[] = ['waiting', 'ready', 'running', 'paused', 'done', 'cancelled'];
const progress = fc.constantFrom(...PROGRESS);
const step = fc.constantFrom<Step>('run', 'pause', 'finish');
const states = fc.array(fc.constantFrom<WorkState>(...WORK_STATES), { maxLength: 20 });

const follow = (from: Progress, told: readonly WorkState[]): Progress =>
  told.reduce((at, state) => {
    const wanted = stepFor(state);
    const change = wanted && transition(at, wanted);
    return change?.kind === 'go' ? change.to : at;
  }, from);

test('a step told again is there already', () => {
  fc.assert(
    fc.property(progress, step, (from, wanted) => {
      const first = transition(from, wanted);
      if (first.kind === 'go') expect(transition(first.to, wanted)).toEqual({ kind: 'already' });
      else expect(transition(from, wanted)).toEqual(first);
    }),
  );
});

test('what is over stays over, whatever is told afterwards', () => {
  fc.assert(
    fc.property(fc.constantFrom<Progress>('done', 'cancelled'), states, (over, told) => {
      expect(follow(over, told)).toBe(over);
    }),
  );
});

test('every state told twice in a row leads where telling it once leads', () => {
  fc.assert(
    fc.property(progress, states, (from, told) => {
      expect(
        follow(
          from,
          told.flatMap((state) => [state, state]),
        ),
      ).toBe(follow(from, told));
    }),
  );
});

test('nothing is interrupted that did not begin, and a paused one once ran', () => {
  fc.assert(
    fc.property(fc.constantFrom<Progress>('waiting', 'ready'), states, (from, told) => {
      const ran = told.some((state) => stepFor(state) === 'run');
      if (!ran) expect(follow(from, told)).not.toBe('paused');
    }),
  );
});

test.each<[WorkState, Step | undefined]>([
  ['Running', 'run'],
  ['Execute', 'run'],
  ['Held', 'pause'],
  ['Interrupted.Suspended', 'pause'],
  ['Aborted', 'pause'],
  ['Ended.Completed', 'finish'],
  ['Complete', 'finish'],
  ['Idle', undefined],
  ['Starting', undefined],
  ['NotAllowedToStart', undefined],
])('%s means %s', (state, wanted) => {
  expect(stepFor(state)).toBe(wanted);
});

test('the end of a job whose start nobody reported is taken, and says so', () => {
  expect(transition('ready', 'finish')).toEqual({ kind: 'go', to: 'done', inferred: true });
  expect(transition('running', 'finish')).toEqual({ kind: 'go', to: 'done', inferred: false });
});
