/** Messages of partners as they look in the field → events, faults with their place, acknowledgements. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acknowledge } from '../../../nodes/src/domain/edi/acknowledge.ts';
import { sayFault } from '../../../nodes/src/domain/edi/fault.ts';
import { type JudgedInterchange, judgeText } from '../../../nodes/src/domain/edi/judge.ts';

const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', `${name}.edi`), 'utf8');

function judged(text: string): JudgedInterchange {
  const [first] = judgeText(text);
  if (!first || 'fault' in first) throw new Error(first ? sayFault(first.fault) : 'nothing was read');
  return first;
}
const messages = (text: string) => judged(text).groups.flatMap((group) => group.messages);
const events = (text: string) => messages(text).flatMap((message) => message.events);
const faults = (text: string) => messages(text).flatMap((message) => message.faults.map(sayFault));

test('856: one advice per purchase order, packs by their labels, lots and dates of expiry', () => {
  expect(faults(fixture('856-pick-and-pack'))).toEqual([]);
  const [first, second, ...more] = events(fixture('856-pick-and-pack'));
  expect(more).toEqual([]);
  expect(first).toEqual({
    type: 'purchase.asn.received',
    data: {
      supplierId: 'S-100',
      despatchAdviceId: 'DA-7001',
      purpose: 'original',
      poId: 'P00021',
      eta: '2026-11-22',
      shipped: '2026-11-20',
      carrier: 'UPSN',
      logisticUnits: [
        {
          sscc: '00340123450000000017',
          lines: [
            {
              lineNo: '1',
              material: { materialDefinitionId: 'RM-10' },
              supplierItemCode: 'AC-55',
              quantity: { value: '40', uom: 'C62', sourceUom: 'EA' },
              lot: { lotId: 'L-77', expiry: '2028-01-31' },
            },
          ],
        },
        {
          sscc: '00340123450000000024',
          lines: [
            {
              lineNo: '1',
              material: { materialDefinitionId: 'RM-10' },
              quantity: { value: '20.5', uom: 'KGM', sourceUom: 'KG' },
              lot: { lotId: 'L-78' },
            },
          ],
        },
      ],
    },
  });
  expect(second?.data).toMatchObject({
    poId: 'P00022',
    logisticUnits: [{ lines: [{ material: { materialDefinitionId: '012345678905', gtin: '00012345678905' } }] }],
  });
});

test('856: two replacements under one number are told apart, an original is one however often it is sent', () => {
  const replacing = (control: string) =>
    fixture('856-pick-and-pack').replace('BSN*00', 'BSN*05').replaceAll('311', control);
  const revisions = ['311', '312'].map((control) => events(replacing(control))[0]?.data);
  expect(revisions).toMatchObject([
    { purpose: 'replace', revision: '000000311.0001' },
    { purpose: 'replace', revision: '000000312.0001' },
  ]);
  expect(events(fixture('856-pick-and-pack'))[0]?.data).not.toHaveProperty('revision');
});

test('856: a pack below its item belongs to it, whatever the order of the levels', () => {
  const text = fixture('856-pick-and-pack')
    .replace('HL*3*2*P~\nMAN*GM*00340123450000000017~\nHL*4*3*I~', 'HL*3*2*I~')
    .replace('DTM*036*20280131~', 'DTM*036*20280131~\nHL*4*3*P~\nMAN*GM*00340123450000000017~');
  expect(faults(text)).toEqual([]);
  expect(events(text)[0]?.data).toMatchObject({
    logisticUnits: [
      { sscc: '00340123450000000024' },
      { sscc: '00340123450000000017', lines: [{ lot: { lotId: 'L-77' } }] },
    ],
  });
});

test('855: lines accepted in part, backordered and rejected', () => {
  expect(faults(fixture('855-answers'))).toEqual([]);
  expect(judged(fixture('855-answers')).interchange.isTest).toBe(true);
  expect(events(fixture('855-answers'))).toMatchObject([
    {
      type: 'purchase.order.confirmed',
      data: {
        supplierId: 'S-100',
        poId: 'P00021',
        responseId: 'SO-4711',
        lines: [
          { lineNo: '1', status: 'changed', quantity: { value: '40' }, promisedDate: '2026-11-22', price: '2.5' },
          { lineNo: '1', status: 'backordered', quantity: { value: '20' }, promisedDate: '2026-12-01' },
          { lineNo: '2', status: 'rejected', quantity: { value: '5', uom: 'KGM' } },
        ],
      },
    },
  ]);
});

test('DESADV: comma or point, released signs, a line of several batches', () => {
  expect(faults(fixture('desadv-d96a'))).toEqual([]);
  expect(events(fixture('desadv-d96a'))).toEqual([
    {
      type: 'purchase.asn.received',
      data: {
        supplierId: '4012345000009',
        eta: '2026-11-22',
        despatchAdviceId: 'LS-7001',
        purpose: 'original',
        poId: 'P00021',
        logisticUnits: [
          {
            sscc: '340123450000000017',
            lines: [
              {
                lineNo: '10',
                material: { materialDefinitionId: 'RM-10', gtin: '04012345111118' },
                quantity: { value: '40.5', uom: 'KGM' },
                lot: { lotId: 'L-77', expiry: '2028-01-31' },
              },
              expect.objectContaining({ lineNo: '2', lot: { lotId: 'L-A' } }),
              expect.objectContaining({
                lineNo: '2',
                lot: { lotId: 'L-B' },
                quantity: { value: '20', uom: 'C62', sourceUom: 'PCE' },
              }),
            ],
          },
        ],
      },
    },
  ]);
});

test('ORDRSP: quantity, backorder, date and refusal per line', () => {
  expect(faults(fixture('ordrsp-d01b'))).toEqual([]);
  expect(judged(fixture('ordrsp-d01b')).interchange.isTest).toBe(true);
  expect(events(fixture('ordrsp-d01b'))).toMatchObject([
    {
      data: {
        poId: 'P00021',
        responseId: 'AB-4711',
        lines: [
          { lineNo: '10', status: 'changed', quantity: { value: '40' }, promisedDate: '2026-11-22' },
          { lineNo: '10', status: 'backordered', quantity: { value: '20' } },
          { lineNo: '20', status: 'rejected' },
        ],
      },
    },
  ]);
});

describe('a fault names its place', () => {
  test.each([
    [
      '856-pick-and-pack',
      'SN1*1*40*EA',
      'SN1*1*4O*EA',
      'SN1 (segment 15), element 2, component 1: "4O" is no decimal number',
    ],
    [
      '856-pick-and-pack',
      'DTM*017*20261122',
      'DTM*017*20261132',
      'DTM (segment 7), element 2, component 1: "20261132" is no date',
    ],
    [
      '856-pick-and-pack',
      'BSN*00',
      'BSN*04',
      'BSN (segment 2), element 1, component 1: the code "04" is not known here',
    ],
    ['856-pick-and-pack', 'SE*28*0001', 'SE*27*0001', 'SE (segment 28), element 1: it counts 27, there are 28'],
    ['856-pick-and-pack', 'HL*6*5*I', 'HL*6*9*I', 'HL (segment 19), element 2: level I does not belong below "9"'],
    ['855-answers', 'CTT*2', 'CTT*3', 'CTT (segment 9): it counts 3 lines, there are 2'],
    [
      'desadv-d96a',
      'QTY+12:40,5:KGM',
      'QTY+12:4.0,5:KGM',
      'QTY (segment 14), element 1, component 2: "4.0,5" is no decimal number',
    ],
    [
      'desadv-d96a',
      'DTM+17:202611221430:203',
      'DTM+17:20261122:718',
      'DTM (segment 4), element 1, component 2: the date format "718" is not served (101, 102, 201, 203, 204, 303, 304)',
    ],
    ['desadv-d96a', "UNT+25+1'", "UNT+25+2'", 'UNT (segment 25), element 2: it names 2, the envelope began with 1'],
    ['ordrsp-d01b', 'RFF+ON:P00021', 'RFF+VN:P00021', 'BGM (segment 2): no purchase order is named'],
    ['ordrsp-d01b', 'ORDRSP:D:01B', 'INVOIC:D:01B', 'UNH (segment 1), element 2: message type INVOIC is not served'],
  ])('%s: %s → %s', (name, from, to, said) => {
    expect(fixture(name)).toContain(from);
    const text = fixture(name).replace(from, to);
    expect(faults(text)).toContain(said);
    expect(events(text)).toEqual([]);
  });

  test('also where the interchange ends too early or its counts disagree', () => {
    const whole = fixture('desadv-d96a');
    const cut = judged(whole.slice(0, whole.indexOf('UNT')));
    expect(cut.interchange.faults.map(sayFault)).toEqual(['GIN (segment 25): the interchange has no end']);
    const wrong = judged(whole.replace('UNZ+1', 'UNZ+2'));
    expect(wrong.interchange.faults.map(sayFault)).toEqual(['UNZ (segment 27), element 1: it counts 2, there are 1']);
    expect(
      [cut, wrong].flatMap(({ groups }) => groups.flatMap((group) => group.messages.flatMap((m) => m.events))),
    ).toEqual([]);
    expect(judgeText('hello')).toMatchObject([{ fault: { code: 'separators' } }]);
    expect(judgeText(fixture('855-answers').replace('*          *ZZ*ACME', '*         *ZZ*ACME'))).toMatchObject([
      { fault: { code: 'separators', segment: 'ISA', element: 4 } },
    ]);
  });
});

describe('an acknowledgement', () => {
  const numbering = { control: 42, at: { date: '20261120', time: '0900' } };
  const answerTo = (text: string, isDuplicate = false): string => {
    const { interchange, groups } = judged(text);
    return acknowledge(interchange, groups, numbering, isDuplicate);
  };
  const lines = (text: string): string[] => text.split('\n');

  test('997 accepts the set, to the sender, under numbers of our own', () => {
    expect(lines(answerTo(fixture('856-pick-and-pack')))).toEqual([
      'ISA*00*          *00*          *ZZ*PLANTMUC1      *ZZ*ACMEMETALS     *261120*0900*U*00401*000000042*0*P*>~',
      'GS*FA*PLANTMUC1*ACMEMETALS*20261120*0900*42*X*004010~',
      'ST*997*0001~',
      'AK1*SH*311~',
      'AK2*856*0001~',
      'AK5*A~',
      'AK9*A*1*1*1~',
      'SE*6*0001~',
      'GE*1*42~',
      'IEA*1*000000042~',
    ]);
  });

  test('997 names segment and element of a refused set', () => {
    const answer = answerTo(fixture('856-pick-and-pack').replace('SN1*1*40*EA', 'SN1*1*4O*EA'));
    expect(lines(answer)).toEqual(
      expect.arrayContaining(['AK3*SN1*15**8~', 'AK4*2**6*4O~', 'AK5*R*5~', 'AK9*R*1*1*0~']),
    );
  });

  test('CONTRL accepts, refuses a message by place, and refuses a number used twice', () => {
    expect(lines(answerTo(fixture('desadv-d96a')))).toEqual([
      "UNA:+.? '",
      "UNB+UNOC:3+4098765000004:14+4012345000009:14+261120:0900+42'",
      "UNH+1+CONTRL:D:3:UN'",
      "UCI+DA311+4012345000009:14+4098765000004:14+7'",
      "UCM+1+DESADV:D:96A:UN+7'",
      "UNT+4+1'",
      "UNZ+1+42'",
    ]);
    const refused = lines(answerTo(fixture('desadv-d96a').replace('QTY+12:40,5', 'QTY+12:X')));
    expect(refused).toEqual(expect.arrayContaining(["UCM+1+DESADV:D:96A:UN+4'", "UCS+14'", "UCD+37+2:2'"]));
    expect(lines(answerTo(fixture('desadv-d96a'), true))).toContain(
      "UCI+DA311+4012345000009:14+4098765000004:14+4+26'",
    );
  });

  test.each(['856-pick-and-pack', 'desadv-d96a'])(
    'to %s is itself read without fault and asks for no answer',
    (name) => {
      const answer = judged(answerTo(fixture(name)));
      expect(answer.interchange.faults).toEqual([]);
      expect(
        answer.groups.flatMap((group) => [...group.group.faults, ...group.messages.flatMap((m) => m.faults)]),
      ).toEqual([]);
      expect(answer.wantsAnswer).toBe(false);
    },
  );

  test.each(['856-pick-and-pack', 'desadv-d96a'])('of a partner that refuses %s is told', (name) => {
    const spoiled = name.startsWith('856') ? ['SN1*1*40', 'SN1*1*X'] : ['QTY+12:40,5', 'QTY+12:X'];
    const answer = messages(answerTo(fixture(name).replace(spoiled[0] ?? '', spoiled[1] ?? '')));
    expect(answer.flatMap(({ told }) => told)).toEqual([expect.stringMatching(/was refused for .*segment 1[45]/)]);
  });
});
