import { readArguments } from '../../settings/arguments.ts';

test('templates are named as on their pages or as their folders are', () => {
  expect(readArguments(['--templates', 'T-01, t11,t03-completion']).variables).toEqual({
    PLANTWIRE_FLOWS: 't01,t11,t03-completion',
  });
  expect(readArguments(['--templates=none']).variables).toEqual({ PLANTWIRE_FLOWS: 'none' });
});

test('nothing given changes nothing', () => {
  expect(readArguments([])).toEqual({ variables: {}, problems: [] });
});

test.each([['--template', 'T-01'], ['T-01'], ['--templates']])(
  '%s %s is refused with the right way to write it',
  (...given) => {
    const { problems } = readArguments(given.filter((word) => word !== undefined));
    expect(problems).toMatchObject([
      { given: expect.stringContaining(given[0] ?? ''), todo: expect.stringContaining('--templates T-01') },
    ]);
  },
);
