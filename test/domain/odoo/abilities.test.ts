/** What is kept of an answer of Odoo, and what it is still worth later. */
import {
  ageText,
  isSameServer,
  type KnownAbilities,
  keptAs,
  lackingIn,
  readKept,
} from '../../../nodes/src/domain/odoo/abilities.ts';

const known: KnownAbilities = {
  atMs: 0,
  profile: { major: 19, version: '19.0', protocol: 'json2', database: 'plant', uid: 5 },
  able: {
    version: '19.0',
    protocol: 'json2',
    edition: 'community',
    apps: ['Inventory'],
    intents: [
      { kind: 'note', missing: ['create x'] },
      { kind: 'scrap', missing: [] },
      { kind: 'repair', missing: ['install Repair'] },
    ],
    excess: [],
    settings: [],
    digits: 3,
  },
};

test('what is kept is what was found, for the same address, database and login only', () => {
  const row = JSON.parse(JSON.stringify(keptAs('a b c', known)));
  expect(readKept([row], 'a b c')).toEqual(known);
  expect(readKept([row], 'a b d')).toBeUndefined();
  expect(readKept([], 'a b c')).toBeUndefined();
});

test('what another version of this palette wrote otherwise counts as nothing', () => {
  const row = keptAs('a b c', known);
  expect(readKept([{ ...row, memory: { subject: 'a b c', atMs: 'x' } }], 'a b c')).toBeUndefined();
  expect(readKept([{ ...row, tag: 'other' }], 'a b c')).toBeUndefined();
});

test('of the intents that a flow needs it names those that lack something', () => {
  expect(lackingIn(known, ['note', 'scrap', 'ship'])).toEqual([{ kind: 'note', missing: ['create x'] }]);
});

test.each([
  [-5_000, 'just now'],
  [59_000, 'just now'],
  [119 * 60_000, '119 min ago'],
  [47 * 3_600_000, '47 h ago'],
  [50 * 3_600_000, '2 days ago'],
])('after %i ms its age is %s', (ms, text) => expect(ageText(known, ms)).toBe(text));

test.each([
  ['version', '19.1'],
  ['protocol', 'jsonrpc'],
  ['database', 'other'],
  ['uid', 6],
])('another %s is another server', (name, value) => {
  expect(isSameServer(known.profile, { ...known.profile })).toBe(true);
  expect(isSameServer(known.profile, { ...known.profile, [name]: value })).toBe(false);
});
