/** EDIFACT CONTRL (syntax version 3): what became of an interchange and of the messages that were refused. */
import { at, loop, type MessageMap, must, required, segment } from '../message-map.ts';

export const VERDICTS_CONTRL = { '7': 'accepted', '4': 'rejected', '8': 'received' } as const;

export const syntaxReport: MessageMap = {
  standard: 'edifact',
  type: 'CONTRL',
  group: '',
  rules: [
    required(
      segment('UCI', {
        control: must(1),
        sender: must(2),
        senderKind: at(2, 2),
        receiver: must(3),
        receiverKind: at(3, 2),
        verdict: must(4, 1, { codes: VERDICTS_CONTRL }),
        error: at(5),
        tag: at(6),
      }),
    ),
    loop(
      'messages',
      segment('UCM', {
        control: must(1),
        type: must(2),
        version: at(2, 2),
        release: at(2, 3),
        agency: at(2, 4),
        verdict: must(3, 1, { codes: VERDICTS_CONTRL }),
        error: at(4),
        tag: at(5),
      }),
      [
        loop('segments', segment('UCS', { position: must(1, 1, { as: 'number' }), error: at(2) }), [
          loop(
            'elements',
            segment('UCD', {
              error: must(1),
              element: must(2, 1, { as: 'number' }),
              component: at(2, 2, { as: 'number' }),
            }),
          ),
        ]),
      ],
    ),
  ],
};
