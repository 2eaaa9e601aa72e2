/** CONTRL: what became of an interchange and of each of its messages. */
import { type Branchless, draft, type Judged, type JudgedGroup, type Numbering, tree } from './answer.ts';
import type { FaultCode } from './fault.ts';
import type { Interchange } from './interchange.ts';
import type { Tree } from './message-map.ts';
import { syntaxReport } from './messages/contrl.ts';
import { type Draft, writeSegment } from './tokens.ts';
import { writeMessage } from './write-message.ts';

const CODE_CONTRL: Readonly<Record<FaultCode, string>> = {
  separators: '12',
  truncated: '13',
  'control-number': '28',
  count: '29',
  'message-unknown': '18',
  'segment-missing': '13',
  hierarchy: '15',
  'element-missing': '13',
  'code-unknown': '12',
  'number-invalid': '37',
  'date-invalid': '12',
  'too-long': '39',
  characters: '21',
};

function treeContrl(interchange: Interchange, groups: readonly JudgedGroup[], isDuplicate: boolean): Tree {
  const { control, sender, receiver, faults } = interchange;
  const [first] = faults;
  const isRejected = isDuplicate || first !== undefined;
  return tree({
    values: {
      control,
      sender: sender.id,
      senderKind: sender.qualifier,
      receiver: receiver.id,
      receiverKind: receiver.qualifier,
      verdict: isRejected ? 'rejected' : 'accepted',
      error: isDuplicate ? '26' : first ? CODE_CONTRL[first.code] : '',
      tag: isDuplicate || !first ? '' : first.segment,
    },
    loops: {
      messages: isRejected ? [] : groups.flatMap(({ messages }) => messages).map(messageContrl),
    },
  });
}

function messageContrl({ transaction, faults }: Judged): Branchless {
  const [version = '', release = ''] = transaction.version.split(':');
  return {
    values: {
      control: transaction.control,
      type: transaction.type,
      version,
      release,
      agency: 'UN',
      verdict: faults.length === 0 ? 'accepted' : 'rejected',
    },
    loops: {
      segments: faults.map((fault) => ({
        values: { position: String(fault.position), error: fault.element === undefined ? CODE_CONTRL[fault.code] : '' },
        loops: {
          elements:
            fault.element === undefined
              ? []
              : [
                  {
                    values: {
                      error: CODE_CONTRL[fault.code],
                      // UCD counts the tag as the first element.
                      element: String(fault.element + 1),
                      component: fault.component === undefined ? '' : String(fault.component),
                    },
                  },
                ],
        },
      })),
    },
  };
}

export function writeContrl(
  interchange: Interchange,
  groups: readonly JudgedGroup[],
  { control, at }: Numbering,
  isDuplicate: boolean,
): string {
  const { syntax, sender, receiver, isTest } = interchange;
  const body = writeMessage(syntaxReport, treeContrl(interchange, groups, isDuplicate), syntax);
  const una = `UNA${syntax.component}${syntax.element}${syntax.decimal}${syntax.release ?? ' '}${syntax.repetition ?? ' '}${syntax.segment}`;
  const when = [at.date.slice(2), at.time];
  const test = isTest ? [[''], [''], [''], [''], [''], ['1']] : [];
  const head: Draft = {
    tag: 'UNB',
    elements: [
      ['UNOC', '3'],
      [receiver.id, receiver.qualifier],
      [sender.id, sender.qualifier],
      when,
      [String(control)],
      ...test,
    ].map((components) => [components]),
  };
  const opening: Draft = { tag: 'UNH', elements: [[['1']], [['CONTRL', 'D', '3', 'UN']]] };
  const segments = [
    head,
    opening,
    ...body,
    draft('UNT', [String(body.length + 2), '1']),
    draft('UNZ', ['1', String(control)]),
  ];
  return `${una}\n${segments.map((segment) => writeSegment(segment, syntax)).join('\n')}`;
}
