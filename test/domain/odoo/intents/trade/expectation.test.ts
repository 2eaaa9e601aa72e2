/** What is expected of a supplier: what may be told in which order, and what differs in the end. */
import fc from 'fast-check';
import {
  announce,
  arrive,
  type Book,
  bookOf,
  differences,
  type Goods,
  nextDay,
  type Told,
} from '../../../../../nodes/src/domain/odoo/intents/trade/expectation.ts';

const some = (quantity: string, lot?: string, material = 'RM-20', uom = 'KGM'): Goods => ({
  ...{ material, quantity, uom },
  ...(lot === undefined ? {} : { lot }),
});
const told = (key: string, purpose: Told['purpose'], lines: readonly Goods[] = [some('40', 'A')], more = {}): Told => ({
  ...{ advice: 'DA-1', purpose, key, lines, transfers: [7], eta: '2026-11-22' },
  ...more,
});
const came = (key: string, lines: readonly Goods[], transfers = [7]) => ({
  key,
  receipt: 'GR-1',
  lines: [...lines],
  transfers,
});

function taken(book: Book, one: Told, done: readonly number[] = []): Book {
  const verdict = announce(book, one, done);
  if (verdict.kind !== 'taken') throw new Error(verdict.kind);
  return verdict.book;
}
const shown = (book: Book) => {
  const { 'DA-1': advice } = book;
  if (!advice) throw new Error('it is not there');
  return advice;
};

test('a replacement counts before goods came, and never after', () => {
  const first = taken({}, told('k1', 'original'));
  const second = taken(first, told('k2', 'replace', [some('50', 'A')]));
  expect(shown(second).lines).toEqual([some('50', 'A')]);
  const received = arrive(second, 'DA-1', came('r1', [some('50', 'A')]));
  for (const purpose of ['replace', 'cancel'] as const) {
    expect(announce(received, told('k3', purpose), []).kind).toBe('late');
  }
  expect(announce(received, told('k2', 'replace'), []).kind).toBe('known');
});

test('a receipt that people did in Odoo counts, unless it came under another advice', () => {
  const book = taken(taken({}, told('k1', 'original')), told('k2', 'original', [some('5')], { advice: 'DA-2' }));
  expect(announce(book, told('k3', 'replace'), [7]).kind).toBe('late');
  const other = arrive(book, 'DA-2', came('r1', [some('5')], [7]));
  expect(announce(other, told('k3', 'replace'), [7]).kind).toBe('taken');
});

test('the original that comes behind what replaced or withdrew it changes nothing', () => {
  for (const purpose of ['replace', 'cancel'] as const) {
    const book = taken({}, told('k2', purpose));
    expect(announce(book, told('k1', 'original', [some('1')]), []).kind).toBe('overtaken');
  }
});

test('goods that are there before their advice are compared when it comes', () => {
  const book = arrive({}, 'DA-1', came('r1', [some('39', 'A')]));
  expect(differences(shown(book), '0')).toEqual([]);
  const late = taken(book, told('k1', 'original'));
  expect(differences(shown(late), '0')).toEqual([
    { material: 'RM-20', lot: 'A', announced: '40', received: '39', uom: 'KGM' },
  ]);
});

test.each([
  ['as announced, in two receipts', [some('40', 'A')], [some('15', 'A'), some('25', 'A')], '0', []],
  ['another unit', [some('40', 'A')], [some('40000', 'A', 'RM-20', 'GRM')], '0', []],
  ['lots that were not announced are no difference', [some('40')], [some('15', 'A'), some('25', 'B')], '0', []],
  ['within the tolerance', [some('40', 'A')], [some('39', 'A')], '2.5', []],
  ['beyond it', [some('40', 'A')], [some('38.9', 'A')], '2.5', ['A 40 38.9']],
  ['another lot', [some('40', 'A')], [some('40', 'B')], '0', ['A 40 0', 'B 0 40']],
  ['something else', [some('40', 'A')], [some('40', 'A'), some('2', undefined, 'RM-10', 'C62')], '0', ['- 0 2']],
  ['a unit that cannot be compared', [some('40')], [some('40', undefined, 'RM-20', 'C62')], '0', ['- 40 0']],
])('%s', (_case, announced, received, percent, expected) => {
  const book = arrive(taken({}, told('k1', 'original', announced)), 'DA-1', came('r1', received));
  const found = differences(shown(book), percent);
  expect(found.map((one) => `${one.lot ?? '-'} ${one.announced} ${one.received}`)).toEqual(expected);
});

test('the receipt is planned for the next goods that are still awaited', () => {
  const later = { advice: 'DA-2', eta: '2026-11-25' };
  const book = taken(taken({}, told('k1', 'original')), told('k2', 'original', [some('5')], later));
  expect(nextDay(book)).toBe('2026-11-22');
  expect(nextDay(arrive(book, 'DA-1', came('r1', [])))).toBe('2026-11-25');
  expect(nextDay(taken(book, told('k3', 'cancel')))).toBe('2026-11-25');
});

test('however often and in whatever order all is told, the end is the same and survives the journal', () => {
  const all = [
    told('k1', 'original', [some('40', 'A')]),
    told('k2', 'replace', [some('50', 'A')]),
    told('k3', 'original', [some('5')], { advice: 'DA-2' }),
  ];
  const again = fc.shuffledSubarray([...all, ...all, ...all], { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(again, (messages) => {
      const book = messages.reduce((before, one) => {
        const verdict = announce(before, one, []);
        return verdict.kind === 'taken' ? bookOf(JSON.parse(JSON.stringify({ advices: verdict.book }))) : before;
      }, {} as Book);
      expect(book['DA-1']?.lines).toEqual([some('50', 'A')]);
      expect(book['DA-2']?.lines).toEqual([some('5')]);
    }),
  );
});

test('the memory of an order does not grow for ever', () => {
  let book: Book = {};
  for (let index = 0; index < 60; index += 1)
    book = taken(book, told(`k${index}`, 'original', [], { advice: `DA-${index}` }));
  expect(Object.keys(book)).toHaveLength(50);
  expect(Object.keys(book)).toContain('DA-59');
});
