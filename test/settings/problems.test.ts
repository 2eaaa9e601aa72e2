import fc from 'fast-check';
import { didYouMean, problemTable } from '../../settings/problems.ts';

const problem = { variable: 'PLANTWIRE_PORT', given: 'http', wrong: 'must be a number', todo: 'For example 1880.' };

test('a table names variable, value, fault and remedy under their heads', () => {
  const table = problemTable([problem]);
  expect(table).toContain('Plantwire did not start: one setting needs attention.');
  const [head, , , row] = table.split('\n').slice(2);
  for (const [title, cell] of [
    ['Variable', 'PLANTWIRE_PORT'],
    ['Given', 'http'],
    ['What is wrong', 'must be'],
    ['What to do', 'For example'],
  ] as const)
    expect(row?.indexOf(cell)).toBe(head?.indexOf(title));
});

test('long values are broken, not lost, and push no column aside', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z/]{1,200}$/), (given) => {
      const body = problemTable([{ ...problem, given }])
        .split('\n')
        .slice(5);
      expect(body.map((line) => line.slice(32, 56).trim()).join('')).toBe(given);
    }),
  );
});

test('a near name is suggested, a far one is not', () => {
  expect(didYouMean('PLANTWIRE_HOTS', ['PLANTWIRE_PORT', 'PLANTWIRE_HOST'])).toBe('PLANTWIRE_HOST');
  expect(didYouMean('SOMETHING', ['PLANTWIRE_PORT'])).toBeUndefined();
});
