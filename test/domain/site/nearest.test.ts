import fc from 'fast-check';
import { hint, nearest } from '../../../nodes/src/domain/site/nearest.ts';

test.each([
  ['polcy', ['policy', 'name', 'endpoint'], 'policy'],
  ['defualt', ['default', 'shift'], 'default'],
  ['ATCLOSE', ['atClose', 'perShift'], 'atClose'],
  ['quantity', ['uom', 'lot'], undefined],
  ['x', ['yyyyy'], undefined],
])('%s among %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

test('the word itself is always nearest', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (word, others) => {
      expect(nearest(word, [...others, word])?.toLowerCase()).toBe(word.toLowerCase());
    }),
  );
});

test('one slip of the finger is found', () => {
  const slip = fc.constantFrom('drop', 'double', 'swap');
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{4,12}$/), fc.nat(), slip, (word, place, kind) => {
      const at = place % (word.length - 1);
      const [head, one, two, tail] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
      const typed = { drop: head + two + tail, double: head + one + one + two + tail, swap: head + two + one + tail };
      expect(nearest(typed[kind], [word])).toBe(word);
    }),
  );
});

test('a hint is a question in brackets, or nothing', () => {
  expect(hint('polcy', ['policy'])).toBe(' (did you mean "policy"?)');
  expect(hint('zzz', ['policy'])).toBe('');
});
