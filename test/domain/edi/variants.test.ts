/** What partners and standards allow beside the plain case: other codes, segments that are elsewhere, values that are absent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acknowledge } from '../../../nodes/src/domain/edi/acknowledge.ts';
import { sayFault } from '../../../nodes/src/domain/edi/fault.ts';
import { type JudgedInterchange, judgeText } from '../../../nodes/src/domain/edi/judge.ts';

const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', `${name}.edi`), 'utf8');
const advice = fixture('856-pick-and-pack');

function judged(text: string): JudgedInterchange {
  const [first] = judgeText(text);
  if (!first || 'fault' in first) throw new Error(first ? sayFault(first.fault) : 'nothing was read');
  return first;
}
const messages = (text: string) => judged(text).groups.flatMap((group) => group.messages);
const events = (text: string) => messages(text).flatMap((message) => message.events);
const faults = (text: string) => messages(text).flatMap((message) => message.faults.map(sayFault));

/** One 855 in its envelope; `body` lies between ST and SE. */
function answer(...body: readonly string[]): string {
  const envelope = advice.slice(0, advice.indexOf('ST*')).replace('GS*SH', 'GS*PR').trim();
  const segments = [envelope, 'ST*855*0001~', ...body.map((segment) => `${segment}~`), `SE*${body.length + 2}*0001~`];
  return [...segments, 'GE*1*311~', 'IEA*1*000000311~'].join('\n');
}
const linesOf = (text: string): unknown => events(text)[0]?.data['lines'];
const ITEM = 'PO1*1*60*EA*2.5**BP*RM-10';

describe('855: what the head says holds for lines that say nothing', () => {
  test.each([
    ['AT', 'accepted', 'answered'],
    ['AD', 'accepted', 'answered'],
    ['AK', 'accepted', 'answered'],
    ['AC', 'changed', 'answered'],
    ['RD', 'rejected', 'rejected'],
    ['RF', 'rejected', 'rejected'],
    ['RJ', 'rejected', 'rejected'],
  ])('%s: %s', (kind, status, verdict) => {
    const text = answer(`BAK*00*${kind}*P00021*20261101`, ITEM);
    expect(faults(text)).toEqual([]);
    expect(events(text)).toMatchObject([{ data: { verdict, lines: [{ lineNo: '1', status }] } }]);
  });

  test.each(['AH', 'RO', 'ZZ'])('%s is for a person: neither yes nor no', (kind) => {
    expect(faults(answer(`BAK*00*${kind}*P00021*20261101`, ITEM))).toEqual([
      `BAK (segment 2), element 2, component 1: the code "${kind}" is not known here`,
    ]);
  });

  test.each([
    ['AT', 'accepted'],
    ['AK', 'accepted'],
    ['RJ', 'rejected'],
  ])('%s needs no lines: it is about all of them', (kind, verdict) => {
    const text = answer(`BAK*00*${kind}*P00021*20261101****AB-9`, 'CTT*0');
    expect(faults(text)).toEqual([]);
    const data = { poId: 'P00021', responseId: 'AB-9', verdict, lines: [] };
    expect(events(text)).toMatchObject([{ type: 'purchase.order.confirmed', data }]);
  });

  test.each(['AD', 'AC', 'AE'])('%s announces lines: without any it says nothing', (kind) => {
    expect(events(answer(`BAK*00*${kind}*P00021*20261101`))).toEqual([]);
    expect(faults(answer(`BAK*00*${kind}*P00021*20261101`))).toEqual([
      'BAK (segment 2): no line is given, and nothing is said of the whole order',
    ]);
  });

  test('lines that are counted and are not there refuse an acceptance, too', () => {
    const text = answer('BAK*00*AT*P00021*20261101', 'CTT*2');
    expect(events(text)).toEqual([]);
    expect(faults(text)).toEqual(['CTT (segment 3): it counts 2 lines, there are 0']);
  });

  test.each(['06', '11'])('a confirmation or a response (%s) is an answer like an original one', (purpose) => {
    expect(events(answer(`BAK*${purpose}*AT*P00021*20261101`, ITEM))).toHaveLength(1);
  });
});

describe('855: quantities and days of a line', () => {
  const head = 'BAK*00*AC*P00021*20261101';

  test('statements without a quantity are about the whole line, no portions of it', () => {
    const text = answer(head, ITEM, 'ACK*IP', 'ACK*DR***067*20261124', 'ACK*IQ*40*EA');
    expect(linesOf(text)).toEqual([
      expect.objectContaining({
        status: 'changed',
        quantity: expect.objectContaining({ value: '40' }),
        promisedDate: '2026-11-24',
      }),
    ]);
  });

  test('a rest without a quantity has none of its own', () => {
    const text = answer(head, ITEM, 'ACK*IQ*40*EA', 'ACK*IB');
    expect(linesOf(text)).toMatchObject([{ status: 'changed', quantity: { value: '40' } }, { status: 'backordered' }]);
    expect((linesOf(text) as readonly object[])[1]).not.toHaveProperty('quantity');
  });

  test('what comes beside a rest has no quantity where none is said', () => {
    const text = answer(head, ITEM, 'ACK*IB*20*EA', 'ACK*DR***067*20261124');
    expect(linesOf(text)).toMatchObject([{ status: 'changed', promisedDate: '2026-11-24' }, { status: 'backordered' }]);
    expect((linesOf(text) as readonly object[])[0]).not.toHaveProperty('quantity');
  });

  test('the day stands in a segment of its own behind the statement', () => {
    const text = answer(head, ITEM, 'ACK*IQ*40*EA', 'DTM*067*20261124', 'ACK*IB*20*EA', 'DTM*067*20261201');
    expect(linesOf(text)).toMatchObject([{ promisedDate: '2026-11-24' }, { promisedDate: '2026-12-01' }]);
  });

  test.each([[[]], [['ACK*IA']], [['ACK*IA*60*EA']]])('a schedule says what comes when (%j)', (stated) => {
    const schedule = ['SCH*40*EA***067*20261124', 'SCH*20*EA***067*20261201'];
    expect(linesOf(answer('BAK*00*AD*P00021*20261101', ITEM, ...stated, ...schedule))).toMatchObject([
      { lineNo: '1', status: 'accepted', quantity: { value: '40' }, promisedDate: '2026-11-24' },
      { lineNo: '1', status: 'accepted', quantity: { value: '20' }, promisedDate: '2026-12-01' },
    ]);
  });

  test('a refused line promises nothing, whatever its schedule says', () => {
    const text = answer(head, ITEM, 'ACK*IR', 'SCH*60*EA***067*20261124');
    expect(linesOf(text)).toMatchObject([{ status: 'rejected', quantity: { value: '60' } }]);
    expect((linesOf(text) as readonly object[])[0]).not.toHaveProperty('promisedDate');
  });
});

describe('ORDRSP without lines', () => {
  const response = (kind: string, ...more: readonly string[]): string => {
    const head = fixture('ordrsp-d01b').trim().split('UNH+1')[0] ?? '';
    const body = [`BGM+231+AB-4711+${kind}`, 'DTM+137:20261103:102', 'RFF+ON:P00021', ...more, 'UNS+S'];
    const segments = ['UNH+1+ORDRSP:D:01B:UN:EAN009', ...body, `UNT+${body.length + 2}+1`, 'UNZ+1+R290'];
    return head + segments.map((segment) => `${segment}'`).join('');
  };

  test.each([
    ['29', 'accepted'],
    ['27', 'rejected'],
  ])('%s is about the whole order: %s', (kind, verdict) => {
    expect(faults(response(kind))).toEqual([]);
    expect(events(response(kind))).toMatchObject([{ data: { poId: 'P00021', verdict, lines: [] } }]);
  });

  test.each(['4', '9', '5'])('%s says nothing without any', (kind) => {
    expect(faults(response(kind))).toEqual([
      'BGM (segment 2): no line is given, and nothing is said of the whole order',
    ]);
  });

  test('beside an acceptance of all lines those that are given say it themselves', () => {
    const [event] = events(response('29', 'LIN+10++RM-10:IN', 'QTY+21:60:PCE'));
    expect(event?.data).toMatchObject({ verdict: 'answered', lines: [{ lineNo: '10', status: 'accepted' }] });
  });
});

describe('856', () => {
  test('an advance notification (14) is an advice like an original one', () => {
    const text = advice.replace('BSN*00', 'BSN*14');
    expect(faults(text)).toEqual([]);
    expect(events(text).map(({ data }) => data)).toEqual(events(advice).map(({ data }) => data));
  });

  test('a carrier without a code is told by its name, none at all refuses nothing', () => {
    const carrier = (segment: string) => events(advice.replace('TD5**2*UPSN', segment))[0]?.data;
    expect(carrier('TD5*B***M*OVERLAND FREIGHT')).toMatchObject({ carrier: 'OVERLAND FREIGHT' });
    expect(carrier('TD5****M')).toMatchObject({ despatchAdviceId: 'DA-7001' });
    expect(carrier('TD5****M')).not.toHaveProperty('carrier');
  });
});

describe('segments that end with a line break', () => {
  const broken = advice.replaceAll('~\n', '\n').trimEnd();

  test('the last one may end with the text', () => {
    expect(judged(broken).interchange.faults).toEqual([]);
    expect(events(broken)).toEqual(events(advice));
    expect(judged(broken).interchange.text).toBe(judged(`${broken}\n`).interchange.text);
  });

  test.each([
    [1, 'IEA (segment 32), element 2: it names 00000031, the envelope began with 000000311'],
    ['000000311'.length + 1, 'IEA (segment 32), element 2: it names nothing, the envelope began with 000000311'],
    ['IEA*1*000000311'.length, 'GE (segment 31): the interchange has no end'],
    ['1\nIEA*1*000000311'.length, 'SE (segment 30): the text ends within a segment'],
  ])('a text that stops %d signs before is no whole one', (count, said) => {
    const cut = judged(broken.slice(0, -count));
    expect(cut.interchange.faults.map(sayFault)).toEqual([said]);
    expect(cut.groups.flatMap((group) => group.messages.flatMap((message) => message.events))).toEqual([]);
  });

  test('any other sign has to be there', () => {
    expect(judged(advice.trimEnd().slice(0, -1)).interchange.faults.map(sayFault)).toEqual([
      'GE (segment 31): the text ends within a segment',
    ]);
  });
});

describe('EDIFACT dates', () => {
  const despatch = fixture('desadv-d96a');
  const eta = (date: string): unknown =>
    events(despatch.replace('DTM+17:202611221430:203', `DTM+17:${date}`))[0]?.data['eta'];

  test.each(['261122:101', '2611221430:201', '202611221430?+01:303', '20261122143000P01:304'])(
    '%s is the day that the partner writes, in its own zone',
    (date) => {
      expect(eta(date)).toBe('2026-11-22');
    },
  );

  test.each([
    ['20261122:101', 'is no date of format 101'],
    ['202611221430:303', 'is no date of format 303'],
    ['202611222530CET:303', 'is no time of day'],
  ])('%s %s', (date, said) => {
    const text = despatch.replace('DTM+17:202611221430:203', `DTM+17:${date}`);
    expect(faults(text)).toEqual([expect.stringContaining(said)]);
  });
});

describe('between ISA and the groups', () => {
  const behindHead = (text: string, ...segments: readonly string[]): string =>
    text.replace('GS*', `${segments.map((segment) => `${segment}~\n`).join('')}GS*`);

  test('TA1 and the grade of service belong to the envelope: the messages are taken and answered as ever', () => {
    const text = behindHead(advice, 'ISB*1', 'ISE*261120*0515*04', 'TA1*000000041*261119*0900*A*000');
    expect(faults(text)).toEqual([]);
    expect(events(text)).toEqual(events(advice));
    const numbering = { control: 42, at: { date: '20261120', time: '0900' } };
    const [with_, without] = [text, advice].map((one) =>
      acknowledge(judged(one).interchange, judged(one).groups, numbering),
    );
    expect(with_).toBe(without);
  });

  const alone = (verdict: string, note: string): string =>
    `${advice.slice(0, advice.indexOf('GS*'))}TA1*000000042*261120*0900*${verdict}*${note}~\nIEA*0*000000311~`;

  test.each([
    ['A', '000', []],
    ['E', '022', []],
    ['R', '006', ['interchange 000000042 was refused (note 006)']],
  ])('an interchange that is only TA1 asks for no answer; %s is told', (verdict, note, told) => {
    const { interchange, groups, wantsAnswer } = judged(alone(verdict, note));
    expect([interchange.faults, wantsAnswer]).toEqual([[], false]);
    expect(groups.flatMap((group) => group.messages.flatMap((message) => message.told))).toEqual(told);
    expect(faults(alone(verdict, note))).toEqual([]);
  });

  test('a verdict that nobody knows is a fault', () => {
    expect(faults(alone('X', '000'))).toEqual(['TA1 (segment 2), element 4: the code "X" is not known here']);
  });
});

test.each([
  [
    'the element that is too short, though a later separator happens to stand right',
    'ACMEMETALS     *ZZ',
    'ACMEMETALS  *ZZ',
    6,
  ],
  ['an element that was trimmed', '*00*          *00', '*00* *00', 2],
])('ISA names %s', (_what, from, to, element) => {
  expect(judgeText(advice.replace(from, to))).toMatchObject([
    { fault: { code: 'separators', segment: 'ISA', element } },
  ]);
});

describe('what an answer says of itself and of its prices', () => {
  const priced = (basis: string) => `PO1*1*60*EA*250*${basis}*BP*RM-10`;

  test.each([
    ['HP', '100'],
    ['TP', '1000'],
    ['PE', undefined],
    ['', undefined],
  ])('855: a price with the code "%s" is for %s', (code, priceBasis) => {
    const text = answer('BAK*00*AC*P00021*20261101', 'CUR*SE*USD', priced(code));
    expect(faults(text)).toEqual([]);
    const data = events(text)[0]?.data as { currency?: string; lines: { price?: string; priceBasis?: string }[] };
    expect(data).toMatchObject({ currency: 'USD', lines: [{ price: '250' }] });
    expect(data.lines[0]?.priceBasis).toBe(priceBasis);
  });

  test('855: the day of the answer is not that of the order; a replacement has a revision of its own', () => {
    const first = events(answer('BAK*00*AC*P00021*20261101****AB-9*20261105', ITEM))[0]?.data;
    expect(first).toMatchObject({ responseId: 'AB-9', issuedDate: '2026-11-05' });
    expect(first).not.toHaveProperty('revision');
    const again = events(answer('BAK*05*AC*P00021*20261101****AB-9*20261106', ITEM))[0]?.data;
    expect(again).toMatchObject({ responseId: 'AB-9', issuedDate: '2026-11-06', revision: '000000311' });
    expect(events(answer('BAK*00*AC*P00021*20261101', ITEM))[0]?.data).not.toHaveProperty('issuedDate');
  });

  test('ORDRSP: day, currency, basis of a price, and replacement', () => {
    const plain = fixture('ordrsp-d01b');
    expect(events(plain)[0]?.data).toMatchObject({ issuedDate: '2026-11-03', lines: [{ price: '2.5' }, {}, {}] });
    expect(events(plain)[0]?.data).not.toHaveProperty('revision');
    const text = plain
      .replace("+4'DTM", "+5'DTM")
      .replace('LIN+10+3', "CUX+2:USD:9'LIN+10+3")
      .replace('PRI+AAA:2.5', 'PRI+AAA:250::NTP:100:PCE')
      .replace('UNT+16', 'UNT+17');
    expect(faults(text)).toEqual([]);
    expect(events(text)[0]?.data).toMatchObject({
      ...{ currency: 'USD', revision: 'R290' },
      lines: [{ price: '250', priceBasis: '100' }, {}, {}],
    });
  });
});
