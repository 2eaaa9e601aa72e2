import fc from 'fast-check';
import { mergedItem, shapeOf, splitVerdict } from '../../../../nodes/src/domain/odoo/batch/merge.ts';
import type { Wish } from '../../../../nodes/src/domain/odoo/batch/protocol.ts';

const lot = (key: string, name: string, model = 'stock.lot'): Wish => ({
  kind: 'post',
  key,
  guards: [],
  steps: [{ model, method: 'create', args: { vals_list: [{ name }] } }],
});

describe('merging', () => {
  test('gives every event its own verdict, in order, whatever the ledger knew already', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2 }),
        fc.func(fc.boolean()),
        (keys, known) => {
          const item = mergedItem(keys.map((key) => lot(key, `L-${key}`)));
          expect(item).toMatchObject({ keys, rows: keys.map((key) => ({ name: `L-${key}` })) });
          const rows = keys.map((key, at) => [key, !known(key), at + 100]);
          const verdicts = splitVerdict({ status: 'done', results: [rows] }, 'create');
          expect(verdicts).toEqual(
            keys.map((key, at) =>
              known(key) ? { status: 'duplicate', id: at + 100 } : { status: 'done', results: [[at + 100]] },
            ),
          );
        },
      ),
    );
  });

  test('takes only what is alike, and no key twice', () => {
    expect(shapeOf(lot('a', 'x'))).toBe(shapeOf(lot('b', 'y')));
    expect(shapeOf(lot('a', 'x'))).not.toBe(shapeOf(lot('a', 'x', 'res.partner')));
    expect(mergedItem([lot('a', 'x'), lot('a', 'x')])).toBeUndefined();
  });

  test('leaves alone what does more than make one record, or must find something unchanged', () => {
    const two: Wish = {
      kind: 'post',
      key: 'a',
      guards: [],
      steps: [{ model: 'stock.lot', method: 'create', args: { vals_list: [{}, {}] } }],
    };
    const [step] = two.steps;
    expect(shapeOf(two)).toBeUndefined();
    expect(shapeOf({ ...two, steps: step ? [step, step] : [] })).toBeUndefined();
    expect(shapeOf({ kind: 'hello' })).toBeUndefined();
    const guards = [{ model: 'stock.lot', id: 1, values: {} }];
    expect(shapeOf({ kind: 'post', key: 'a', guards, steps: lotSteps })).toBeUndefined();
  });

  test('one that Odoo refuses sends them back to be tried alone', () => {
    expect(
      splitVerdict({ status: 'refused', name: 'UserError', message: 'no', step: 0, answer: null }, 'create'),
    ).toBeUndefined();
  });
});

const lotSteps = [{ model: 'stock.lot', method: 'create', args: { vals_list: [{ name: 'x' }] } }];
