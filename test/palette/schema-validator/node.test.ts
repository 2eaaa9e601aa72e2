import entry from '../../../nodes/src/palette/schema-validator/schema-validator.ts';
import { event, good } from '../../domain/mapping/plant.ts';
import { nodeBench } from '../../support/nodes.ts';
import { until } from '../../support/time.ts';

const load = nodeBench();
const validator = (config: Record<string, unknown> = {}) => ({
  id: 'check',
  type: 'plantwire-schema-validator',
  configVersion: 1,
  accepts: 'any',
  strictness: 'tolerant',
  ...config,
  wires: [['valid'], ['rejected']],
});
const helpers = [
  { id: 'valid', type: 'helper' },
  { id: 'rejected', type: 'helper' },
];

test('a good event passes; a bad one leaves by the other output with its findings, and the next good one passes', async () => {
  const nodes = await load([entry], [validator(), ...helpers]);
  const payload = event('production.output.reported', good);
  nodes.send('check', { payload });
  const broken = { ...payload, data: { ...good, quantity: { value: Number.NaN, uom: 'C62' } } };
  nodes.send('check', { payload: broken });
  nodes.send('check', { payload });
  expect(await nodes.arrive('valid', 2)).toMatchObject([{ payload }, { payload }]);
  expect(await nodes.arrive('rejected')).toMatchObject([
    {
      payload: { id: payload.id },
      failure: { code: 'event-invalid', issues: [{ path: 'data.quantity.value', rule: 'must be a finite number' }] },
    },
  ]);
});

test('a repaired message leaves its old failure behind', async () => {
  const nodes = await load([entry], [validator(), ...helpers]);
  const failure = { code: 'unmapped', class: 'data' };
  nodes.send('check', { payload: event('production.output.reported', good), failure, topic: 'kept' });
  const [repaired] = await nodes.arrive('valid');
  expect(repaired).toMatchObject({ topic: 'kept' });
  expect(repaired).not.toHaveProperty('failure');
});

test('only listed types pass', async () => {
  const config = { accepts: 'list', types: '["material.consumed"]' };
  const nodes = await load([entry], [validator(config), ...helpers]);
  nodes.send('check', { payload: event('production.output.reported', good) });
  expect(await nodes.arrive('rejected')).toMatchObject([{ failure: { code: 'type-not-accepted' } }]);
});

test('strict refuses a field nobody defined', async () => {
  const nodes = await load([entry], [validator({ strictness: 'strict' }), ...helpers]);
  const payload = event('production.output.reported', good);
  nodes.send('check', { payload: { ...payload, data: { ...good, colour: 'red' } } });
  expect(await nodes.arrive('rejected')).toMatchObject([{ failure: { issues: [{ path: 'data.colour' }] } }]);
});

test('a foreign schema checks payloads that are no events', async () => {
  const schema = '{"type":"object","required":["order"],"properties":{"order":{"type":"string"}}}';
  const nodes = await load([entry], [validator({ schema }), ...helpers]);
  nodes.send('check', { payload: { order: 'A1', n: 1 } });
  nodes.send('check', { payload: { order: 5 } });
  expect(await nodes.arrive('valid')).toMatchObject([{ payload: { order: 'A1', n: 1 } }]);
  expect(await nodes.arrive('rejected')).toMatchObject([
    { failure: { code: 'payload-invalid', issues: [{ path: 'order' }] } },
  ]);
});

test.each([
  [{ accepts: 'list', types: '["production.output.reportd"]' }, 'did you mean "production.output.reported"?'],
  [{ accepts: 'list', types: '[]' }, 'no event type is listed'],
  [{ schema: '{' }, 'it is no valid JSON'],
])('a node configured with %j says what is wrong', async (config, words) => {
  const nodes = await load([entry], [validator(config), ...helpers]);
  await until(`"${words}" in the log`, () => nodes.logged().some((line) => line.includes(words)));
});
