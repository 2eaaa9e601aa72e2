/** Where the outbox was read up to: whatever number appears when, each is read once. */
import fc from 'fast-check';
import { aged, type Place, read, unread } from '../../../../nodes/src/domain/odoo/changes/outbox-place.ts';

const START: Place = { last: 0, gaps: [] };
const DAY_MS = 86_400_000;

/** The condition as Odoo evaluates it: prefix operators before their two operands. */
function holds(domain: ReturnType<typeof unread>, id: number): boolean {
  const terms = [...domain];
  const next = (): boolean => {
    const term = terms.shift();
    if (term === '|' || term === '&') {
      const [one, other] = [next(), next()];
      return term === '|' ? one || other : one && other;
    }
    if (typeof term !== 'object') throw new Error('the condition ends too early');
    const [, operator, wanted] = term;
    return operator === '>' ? id > wanted : operator === '>=' ? id >= wanted : id <= wanted;
  };
  const result = next();
  if (terms.length > 0) throw new Error('the condition goes on');
  return result;
}

test('numbers that are seen in any order are read, each once; those that were rolled back never come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }).chain((count) =>
        fc.record({
          order: fc.shuffledSubarray(Array.from({ length: count }, (_, at) => at + 1)),
          pages: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 }),
          limit: fc.integer({ min: 1, max: 4 }),
        }),
      ),
      ({ order, pages, limit }) => {
        const there: number[] = [];
        const got: number[] = [];
        let place = START;
        const poll = (): void => {
          for (;;) {
            const page = there
              .filter((id) => holds(unread(place), id))
              .sort((one, other) => one - other)
              .slice(0, limit);
            got.push(...page);
            place = read(place, page);
            if (page.length < limit) return;
          }
        };
        let at = 0;
        for (const size of pages) {
          there.push(...order.slice(at, at + size));
          at += size;
          poll();
        }
        there.push(...order.slice(at));
        poll();
        expect([...got].sort((one, other) => one - other)).toEqual([...order].sort((one, other) => one - other));
      },
    ),
  );
});

test('a number that never came is asked for during a day, however the clock jumps', () => {
  let place = read(START, [1, 3]);
  expect(holds(unread(place), 2)).toBe(true);
  place = aged(place, 10 * DAY_MS);
  expect(holds(unread(place), 2)).toBe(true);
  for (let polls = 0; polls <= DAY_MS / 60_000; polls += 1) place = aged(place, 60_000);
  expect(place).toEqual({ last: 3, gaps: [] });
});
