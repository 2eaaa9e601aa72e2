/** 997: what became of each set of each group, segment and element by their numbers. */
import { type Branchless, draft, type Judged, type JudgedGroup, type Numbering, tree } from './answer.ts';
import type { FaultCode } from './fault.ts';
import type { Interchange } from './interchange.ts';
import type { Tree } from './message-map.ts';
import { acknowledgement997 } from './messages/x12-997.ts';
import { type Draft, writeSegment } from './tokens.ts';
import { writeMessage } from './write-message.ts';

const SEGMENT_997: Partial<Record<FaultCode, string>> = { 'segment-missing': '3', hierarchy: '2' };
const ELEMENT_997: Readonly<Record<FaultCode, string>> = {
  separators: '6',
  truncated: '6',
  'control-number': '7',
  count: '7',
  'message-unknown': '7',
  'segment-missing': '1',
  hierarchy: '7',
  'element-missing': '1',
  'code-unknown': '7',
  'number-invalid': '6',
  'date-invalid': '8',
  'too-long': '5',
  characters: '6',
};
const SET_997: Partial<Record<FaultCode, string>> = {
  'message-unknown': '1',
  truncated: '2',
  'control-number': '3',
  count: '4',
};

function tree997({ group, messages }: JudgedGroup): Tree {
  const accepted = messages.filter(({ faults }) => faults.length === 0).length;
  const isBroken = group.faults.length > 0;
  const verdict =
    isBroken || accepted === 0 ? 'rejected' : accepted === messages.length ? 'accepted' : 'partly-accepted';
  return tree({
    values: {
      group: group.id,
      control: group.control,
      verdict,
      included: String(messages.length),
      received: String(messages.length),
      accepted: String(isBroken ? 0 : accepted),
      error: group.faults.length > 0 ? '5' : '',
    },
    loops: { sets: messages.map(set997) },
  });
}

function set997({ transaction, faults }: Judged): Branchless {
  const envelope = faults.find(({ code, segment }) => SET_997[code] !== undefined && ['SE', 'ST'].includes(segment));
  const error = faults.length === 0 ? '' : ((envelope && SET_997[envelope.code]) ?? '5');
  return {
    values: {
      type: transaction.type,
      control: transaction.control,
      verdict: faults.length === 0 ? 'accepted' : 'rejected',
      error,
    },
    loops: {
      segments: faults
        .filter((fault) => fault !== envelope)
        .map((fault) => ({
          values: {
            tag: fault.segment,
            position: String(fault.position),
            error: fault.element === undefined ? (SEGMENT_997[fault.code] ?? '8') : '8',
          },
          loops: {
            elements:
              fault.element === undefined
                ? []
                : [
                    {
                      values: {
                        element: String(fault.element),
                        error: ELEMENT_997[fault.code],
                        value: fault.value ?? '',
                      },
                    },
                  ],
          },
        })),
    },
  };
}

export function write997(interchange: Interchange, groups: readonly JudgedGroup[], { control, at }: Numbering): string {
  const { syntax, sender, receiver, isTest } = interchange;
  const nine = String(control).padStart(9, '0');
  const head: Draft = draft('ISA', [
    ...['00', ' '.repeat(10), '00', ' '.repeat(10)],
    ...[receiver.qualifier.padEnd(2), receiver.id.padEnd(15), sender.qualifier.padEnd(2), sender.id.padEnd(15)],
    ...[at.date.slice(2), at.time, syntax.repetition ?? 'U', syntax.repetition ? '00501' : '00401', nine, '0'],
    ...[isTest ? 'T' : 'P', syntax.component],
  ]);
  const own = groups.map(({ group }) => group)[0];
  const version = own?.version || '004010';
  const sets = groups.map((group, index) => {
    const number = String(index + 1).padStart(4, '0');
    const body = writeMessage(acknowledgement997, tree997(group), syntax);
    const count = String(body.length + 2);
    return [draft('ST', ['997', number]), ...body, draft('SE', [count, number])];
  });
  const group = [
    'FA',
    own?.receiver ?? receiver.id,
    own?.sender ?? sender.id,
    at.date,
    at.time,
    String(control),
    'X',
    version,
  ];
  const segments = [
    head,
    draft('GS', group),
    ...sets.flat(),
    draft('GE', [String(sets.length), String(control)]),
    draft('IEA', ['1', nine]),
  ];
  return segments.map((segment) => writeSegment(segment, syntax)).join('\n');
}
