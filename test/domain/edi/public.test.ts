/** Messages that others wrote, as they published them: read whole and written back, or refused for what is wrong with them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sayFault } from '../../../nodes/src/domain/edi/fault.ts';
import { readInterchanges } from '../../../nodes/src/domain/edi/interchange.ts';
import { judgeText } from '../../../nodes/src/domain/edi/judge.ts';
import { detect } from '../../../nodes/src/domain/edi/syntax.ts';
import { tokenize, writeSegment } from '../../../nodes/src/domain/edi/tokens.ts';

const sample = (path: string): string => readFileSync(join(__dirname, 'fixtures', 'public', path), 'utf8');
const receipt = sample('node-x12-edi/944.edi');

test('944: every segment comes back as it was written', () => {
  const detected = detect(receipt);
  if ('fault' in detected) throw new Error(sayFault(detected.fault));
  const { segments, fault } = tokenize(receipt, detected.syntax);
  expect(fault).toBeUndefined();
  expect(segments.map((segment) => writeSegment(segment, detected.syntax)).join('\n')).toBe(`${receipt}\r`);
});

test('944: the envelopes agree, the message is refused because nothing here is made of it', () => {
  const [read] = readInterchanges(receipt);
  expect(read).toMatchObject({ interchange: { control: '000000015', faults: [], groups: [{ id: 'RE', faults: [] }] } });
  expect(judgeText(receipt)).toMatchObject([
    {
      groups: [
        { messages: [{ transaction: { type: '944', faults: [] }, events: [], faults: [{ code: 'message-unknown' }] }] },
      ],
      wantsAnswer: true,
    },
  ]);
});

test('990: an ISA without its widths says nothing for certain about separators, so nothing is read', () => {
  expect(judgeText(sample('node-x12-edi/990.edi'))).toEqual([
    { fault: expect.objectContaining({ code: 'separators', segment: 'ISA', element: 2 }) },
  ]);
});
