import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../settings/environment.ts';
import { firstBoot, mergeFlows } from '../../settings/first-boot.ts';

const shared = { id: 'plantwire.journal', type: 'plantwire-journal' };
const template = (name: string) => [
  { id: `${name}.tab`, type: 'tab' },
  { id: `${name}.in`, type: 'inject', z: `${name}.tab` },
  shared,
];

let root: string;
let data: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plantwire-boot-'));
  data = join(root, 'data');
  mkdirSync(data);
  for (const name of ['t03-completion', 't04-scrap-yield', 't05-consumption']) {
    mkdirSync(join(root, 'flows', name), { recursive: true });
    writeFileSync(join(root, 'flows', name, 'flow.json'), JSON.stringify(template(name.slice(0, 3))));
  }
  mkdirSync(join(root, 'flows', '_sites'));
  writeFileSync(join(root, 'flows', '_sites', 'demo-plant.json'), '{"name":"demo-plant"}');
});
afterEach(() => rmSync(root, { recursive: true }));

const boot = (raw: Record<string, string> = {}) => firstBoot(readEnvironment(raw).environment, root, data);
const flows = () => JSON.parse(readFileSync(join(data, 'flows.json'), 'utf8')) as { id: string }[];

test('an empty data folder gets the starter templates once each, what they share once, and the site packs', () => {
  expect(boot().seeded).toEqual(['t03-completion', 't04-scrap-yield', 't05-consumption']);
  expect(flows().map(({ id }) => id)).toEqual([
    't03.tab',
    't03.in',
    shared.id,
    't04.tab',
    't04.in',
    't05.tab',
    't05.in',
  ]);
  expect(readFileSync(join(data, 'site-packs', 'demo-plant.json'), 'utf8')).toContain('demo-plant');
  expect(readdirSync(data).sort()).toEqual(['flows.json', 'site-packs']);
});

test('only the named templates are taken, by number or by full name', () => {
  expect(boot({ PLANTWIRE_FLOWS: 't04, t05-consumption' }).seeded).toEqual(['t04-scrap-yield', 't05-consumption']);
});

test('none starts with an empty editor but with site packs', () => {
  expect(boot({ PLANTWIRE_FLOWS: 'none' })).toEqual({ seeded: [], problems: [] });
  expect(flows()).toEqual([]);
});

test('a folder that holds anything is left alone, byte for byte', () => {
  writeFileSync(join(data, 'flows.json'), '[]');
  expect(boot()).toEqual({ seeded: [], problems: [] });
  expect(readdirSync(data)).toEqual(['flows.json']);
  rmSync(join(data, 'flows.json'));
  writeFileSync(join(data, 'journal.db'), 'x');
  expect(boot()).toEqual({ seeded: [], problems: [] });
  expect(readdirSync(data)).toEqual(['journal.db']);
});

test("a new disk's own folder and the start command's log do not count", () => {
  mkdirSync(join(data, 'lost+found'));
  mkdirSync(join(data, 'logs'));
  expect(boot().seeded).toHaveLength(3);
});

test('a first start that died half-way is done again', () => {
  expect(boot().seeded).toHaveLength(3);
  const whole = readFileSync(join(data, 'flows.json'));
  for (const rest of [['.first-boot'], ['.first-boot', 'site-packs']]) {
    rmSync(data, { recursive: true });
    mkdirSync(data);
    mkdirSync(join(data, '.first-boot', 'site-packs'), { recursive: true });
    if (rest.includes('site-packs'))
      cpSync(join(root, 'flows', '_sites'), join(data, 'site-packs'), { recursive: true });
    expect(boot().seeded).toHaveLength(3);
    expect(readFileSync(join(data, 'flows.json'))).toEqual(whole);
    expect(readdirSync(data).sort()).toEqual(['flows.json', 'site-packs']);
  }
});

test('an unknown template or site is refused with the choice there is, and nothing is written', () => {
  expect(boot({ PLANTWIRE_FLOWS: 't03,t99' }).problems).toMatchObject([{ variable: 'PLANTWIRE_FLOWS', given: 't99' }]);
  expect(boot({ PLANTWIRE_FLOWS: 't03,t99' }).problems[0]?.todo).toContain('t05-consumption');
  expect(boot({ PLANTWIRE_SITE: 'other' }).problems).toMatchObject([{ variable: 'PLANTWIRE_SITE', given: 'other' }]);
  expect(readdirSync(data)).toEqual([]);
});

test('the first of several nodes with one id stays', () => {
  const twice = [
    [{ id: 'a', type: 'x' }],
    [
      { id: 'a', type: 'y' },
      { id: 'b', type: 'z' },
    ],
  ];
  expect(mergeFlows(twice)).toEqual([
    { id: 'a', type: 'x' },
    { id: 'b', type: 'z' },
  ]);
});

describe('templates asked for by name', () => {
  const ask = (names: string) => firstBoot(readEnvironment({ PLANTWIRE_FLOWS: names }).environment, root, data, true);
  const tab = (label: string) => JSON.stringify([{ id: 'a', type: 'tab', label }]);

  test('that the folder lacks are refused: flows in use are left alone', () => {
    writeFileSync(join(root, 'flows', 't04-scrap-yield', 'flow.json'), tab('T-04 Scrap'));
    writeFileSync(join(data, 'flows.json'), '[]');
    expect(ask('t04').problems).toMatchObject([
      { given: 't04-scrap-yield', todo: expect.stringContaining('.data-t04') },
    ]);
    expect(readFileSync(join(data, 'flows.json'), 'utf8')).toBe('[]');
  });

  test('that the folder has already start as ever', () => {
    writeFileSync(join(root, 'flows', 't04-scrap-yield', 'flow.json'), tab('T-04 Scrap'));
    writeFileSync(join(data, 'flows.json'), tab('T-04 Scrap'));
    expect(ask('t04')).toEqual({ seeded: [], problems: [] });
  });
});
