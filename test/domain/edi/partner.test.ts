/** What is remembered of partners. */
import fc from 'fast-check';
import { nextOwn, type PartnerMemory, STRANGER, seenBefore, withTaken } from '../../../nodes/src/domain/edi/partner.ts';

const at = '2026-11-20T08:00:00Z';

test('what was taken is repeated with the same content and reused with other content; anything else is new', () => {
  const number = fc.constantFrom('1', '2', '3');
  const digest = fc.constantFrom('a', 'b');
  const history = fc.array(fc.tuple(number, digest), { maxLength: 12 });
  fc.assert(
    fc.property(history, number, digest, (taken, control, content) => {
      const memory = taken.reduce((known, [one, of]) => withTaken(known, one, of, at), STRANGER);
      const same = taken.filter(([one]) => one === control);
      const wanted = same.some(([, of]) => of === content) ? 'repeated' : same.length > 0 ? 'reused' : 'new';
      expect(seenBefore(memory, control, content).kind).toBe(wanted);
    }),
  );
});

test('the memory does not grow for ever, and our own numbers begin anew after the last one', () => {
  let memory: PartnerMemory = STRANGER;
  for (let index = 0; index < 2_100; index += 1) memory = withTaken(memory, String(index), 'a', at);
  expect(memory.taken).toHaveLength(2_000);
  expect(seenBefore(memory, '0', 'a').kind).toBe('new');
  expect(seenBefore(memory, '2099', 'a').kind).toBe('repeated');
  expect([nextOwn(STRANGER).own, nextOwn({ ...STRANGER, own: 999_999_999 }).own]).toEqual([1, 1]);
});
