import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPack } from '../../../nodes/src/domain/site/check.ts';
import type { PackProblem } from '../../../nodes/src/domain/site/problem.ts';
import { listed, packFailure } from '../../../nodes/src/domain/site/problem.ts';

type Json = Record<string, unknown>;
const file = join(__dirname, '../../../flows/_sites/demo-plant.json');
const demo = (): Json => JSON.parse(readFileSync(file, 'utf8'));

/** Sets one value of a fresh copy by path; `undefined` removes it. */
function changed(path: readonly (string | number)[], value: unknown): Json {
  const pack = demo();
  const last = path[path.length - 1] ?? '';
  const owner = path.slice(0, -1).reduce<unknown>((at, step) => (at as Json)[step], pack) as Json;
  if (value === undefined) delete owner[last];
  else owner[last] = value;
  return pack;
}

const errors = (input: unknown): readonly PackProblem[] =>
  checkPack(input).problems.filter((found) => found.severity === 'error');

test('the demo plant has no problem', () => {
  expect(checkPack(demo())).toMatchObject({ problems: [], pack: { name: 'demo-plant' } });
});

test('something that is no object is refused with the path of the file', () => {
  expect(errors('a text')).toEqual([{ path: '', message: 'must be an object, not "a text"', severity: 'error' }]);
});

test('every problem is listed at once, not only the first', () => {
  const pack = { ...demo(), timeZone: 'Mars/Olympus', shifts: [], extra: 1 };
  expect(
    errors(pack)
      .map((found) => found.path)
      .sort(),
  ).toEqual(['extra', 'shifts', 'timeZone']);
});

describe.each<[string, (string | number)[], unknown, string, string]>([
  ['a misspelt field', ['equipment', 0, 'polcy'], 'default', 'equipment[0].polcy', 'did you mean "policy"?'],
  [
    'a misspelt field of a policy',
    ['policies', 'default', 'remander'],
    'backorder',
    'policies.default.remander',
    'did you mean "remainder"?',
  ],
  ['a misspelt choice', ['policies', 'default', 'post'], 'atclose', 'policies.default.post', 'did you mean "atClose"?'],
  ['an unknown policy', ['equipment', 0, 'policy'], 'defualt', 'equipment[0].policy', 'did you mean "default"?'],
  ['an unknown endpoint', ['equipment', 1, 'endpoint'], 'plcc', 'equipment[1].endpoint', 'did you mean "plc"?'],
  [
    'a missing field',
    ['equipment', 0, 'context', 'orderTag'],
    undefined,
    'equipment[0].context.orderTag',
    'is missing',
  ],
  [
    'a number where text belongs',
    ['equipment', 0, 'counters', 0, 'maxRatePerSecond'],
    50,
    'equipment[0].counters[0].maxRatePerSecond',
    'must be a string, not 50',
  ],
  [
    'a decimal comma',
    ['equipment', 0, 'counters', 4, 'factor'],
    '0,1',
    'equipment[0].counters[4].factor',
    'a decimal number written as text',
  ],
  [
    'a unit nobody knows',
    ['equipment', 0, 'counters', 0, 'uom'],
    'ZZZ',
    'equipment[0].counters[0].uom',
    'no Rec 20 unit',
  ],
  [
    'a unit of another dimension',
    ['equipment', 0, 'counters', 4, 'uom'],
    'LTR',
    'equipment[0].counters[4].uom',
    'cannot be converted into KGM',
  ],
  [
    'a tag that counts twice',
    ['equipment', 0, 'counters', 1, 'tag'],
    'ns=1;s=Press1.GoodCount',
    'equipment[0].counters[1].tag',
    'must be unique',
  ],
  [
    'a material without binding',
    ['equipment', 0, 'counters', 3, 'material'],
    'RM-1O',
    'equipment[0].counters[3].material',
    'did you mean "RM-10"?',
  ],
  [
    'a consumption counter without material',
    ['equipment', 0, 'counters', 3, 'material'],
    undefined,
    'equipment[0].counters[3].material',
    'of which material',
  ],
  [
    'a scrap counter without reason',
    ['equipment', 0, 'counters', 1, 'reasonTag'],
    undefined,
    'equipment[0].counters[1].reason',
    'reasonTag or a fixed reason',
  ],
  [
    'a policy per pallet without quantity',
    ['policies', 'pallet', 'palletQuantity'],
    undefined,
    'policies.pallet.palletQuantity',
    'quantity of a full pallet',
  ],
  [
    'backflush where consumption is counted',
    ['equipment', 0, 'policy'],
    'backflush',
    'equipment[0].policy',
    'taken twice',
  ],
  [
    'equipment of another site',
    ['equipment', 0, 'id'],
    'ACME/HAM1/PRESS/P1',
    'equipment[0].id',
    'must start with ACME/MUC1/',
  ],
  ['shifts out of order', ['shifts', 1, 'start'], '05:00', 'shifts[1].start', 'must be later than 06:00'],
  [
    'a password in an address',
    ['endpoints', 'plc', 'url'],
    'opc.tcp://joe:pw@host:4840',
    'endpoints.plc.url',
    'holds a password',
  ],
  [
    'registers that overlap',
    ['endpoints', 'meter', 'registers', 1, 'offset'],
    1,
    'endpoints.meter.registers[1].offset',
    'overlaps the registers of "Meter.EnergyWh"',
  ],
  [
    'a crosswalk row to nowhere',
    ['crosswalk', 0, 'canonicalId'],
    'BUR',
    'crosswalk[0].canonicalId',
    'did you mean "BURR"?',
  ],
  [
    'a recipe without its version',
    ['crosswalk', 4],
    { domain: 'recipe', system: '*', localCode: 'FG', canonicalId: 'RCP-1', status: 'approved' },
    'crosswalk[4].canonicalId',
    'no recipe with its version',
  ],
  ['a unit alias to no unit', ['crosswalk', 4, 'canonicalId'], 'EACH', 'crosswalk[4].canonicalId', 'no Rec 20 unit'],
  ['a material bound by name', ['bindings', 0, 'by'], 'name', 'bindings[0].by', 'never found by name'],
])('%s', (_, path, value, where, words) => {
  test(`is reported at ${where}: ${words}`, () => {
    const found = errors(changed(path, value));
    expect(found).toContainEqual({ path: where, message: expect.stringContaining(words), severity: 'error' });
    expect(checkPack(changed(path, value)).pack).toBeUndefined();
  });
});

test('two machines on two endpoints may share tags when each counter has its own name', () => {
  const pack = demo();
  const machines = pack['equipment'] as Json[];
  const endpoints = pack['endpoints'] as Json;
  endpoints['plc2'] = { protocol: 'opcua', url: 'opc.tcp://10.0.0.2:4840' };
  const twin = structuredClone(machines[0]) as Json;
  machines.push({ ...twin, id: 'ACME/MUC1/PRESS/P9', name: 'Press9', endpoint: 'plc2' });
  expect(errors(pack)[0]?.path).toBe('equipment[3].counters[0].name');
  const counters = twin['counters'] as Json[];
  for (const counter of counters) counter['name'] = `Press9:${String(counter['tag'])}`;
  expect(errors(pack)).toEqual([]);
});

test('a Modbus counter needs its register; the order may come from elsewhere and is only remarked', () => {
  const pack = demo();
  const machines = pack['equipment'] as Json[];
  const context = { orderTag: 'ns=1;s=Filler.Order' };
  const counter = { tag: 'Meter.PieceCount', use: 'good', uom: 'C62', maxRatePerSecond: '10' };
  const packer = {
    id: 'ACME/MUC1/PACK/K1',
    name: 'Packer',
    endpoint: 'meter',
    material: { fixed: 'FG-3000' },
    context,
  };
  machines.push({ ...packer, counters: [counter] });
  expect(checkPack(pack)).toMatchObject({
    pack: { name: 'demo-plant' },
    problems: [{ path: 'equipment[3].context.orderTag', severity: 'warning' }],
  });
  machines[3] = { ...packer, counters: [{ ...counter, tag: 'Meter.PieceCoun' }] };
  expect(errors(pack)).toMatchObject([
    { path: 'equipment[3].counters[0].tag', message: expect.stringContaining('did you mean "Meter.PieceCount"?') },
  ]);
});

test('two rows that give one code two meanings on the same day contradict each other', () => {
  const pack = demo();
  const rows = pack['crosswalk'] as Json[];
  rows.push({ domain: 'reason', system: '*', localCode: ' 1', canonicalId: 'CRACK', validFrom: '2026-01-01' });
  expect(errors(pack)).toEqual([expect.objectContaining({ path: `crosswalk[${rows.length - 1}]` })]);
  rows[0] = { ...rows[0], validTo: '2025-12-31' };
  expect(errors(pack)).toEqual([]);
});

test('a failure names the file, the first problem and how many follow', () => {
  const problems = errors({ ...demo(), shifts: [], timeZone: 'x' });
  expect(packFailure('demo-plant.json', problems)).toMatchObject({
    code: 'site-pack-invalid',
    class: 'configuration',
    on: 'demo-plant.json',
    reason: expect.stringMatching(/^timeZone: .*, and 1 more$/),
  });
  expect(listed(problems).split('\n')).toHaveLength(2);
});
