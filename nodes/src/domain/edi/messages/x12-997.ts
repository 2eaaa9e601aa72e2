/** X12 997, functional acknowledgement: what became of each set of one group. */
import { at, loop, type MessageMap, must, required, segment } from '../message-map.ts';

export const VERDICTS_997 = { A: 'accepted', E: 'accepted-with-errors', R: 'rejected', P: 'partly-accepted' } as const;

export const acknowledgement997: MessageMap = {
  standard: 'x12',
  type: '997',
  group: 'FA',
  rules: [
    required(segment('AK1', { group: must(1), control: must(2) })),
    loop('sets', segment('AK2', { type: must(1), control: must(2) }), [
      loop(
        'segments',
        segment('AK3', { tag: must(1), position: must(2, 1, { as: 'number' }), loop: at(3), error: at(4) }),
        [
          loop(
            'elements',
            segment('AK4', {
              element: must(1, 1, { as: 'number' }),
              component: at(1, 2, { as: 'number' }),
              error: must(3),
              value: at(4),
            }),
          ),
        ],
      ),
      required(segment('AK5', { verdict: must(1, 1, { codes: VERDICTS_997 }), error: at(2) })),
    ]),
    required(
      segment('AK9', {
        verdict: must(1, 1, { codes: VERDICTS_997 }),
        included: must(2, 1, { as: 'number' }),
        received: must(3, 1, { as: 'number' }),
        accepted: must(4, 1, { as: 'number' }),
        error: at(5),
      }),
    ),
  ],
};
