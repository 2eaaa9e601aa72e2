/** What a flow wants of Odoo, read from its file alone. */
import { baseMaps } from '../../../../nodes/src/domain/mapping/base-maps.ts';
import { type FlowNode, usageOf } from '../../../../nodes/src/domain/odoo/drill/usage.ts';

const node = (type: string, more: object = {}): FlowNode => ({ id: type, type: `plantwire-${type}`, z: 't', ...more });
const usage = (nodes: readonly FlowNode[], told = '') => usageOf({ name: 'T', nodes, told }, baseMaps);
const write = node('odoo-write');

test('intents follow from the events that come to it', () => {
  const told = '[{"report": "quality.disposition.changed"}, {"type": "mfg.material.consumed.v1"}]';
  const { kinds, isAnything } = usage([write], told);
  expect([...kinds].sort()).toEqual(['consume', 'disposition', 'holdLot', 'releaseLot']);
  expect(isAnything).toBe(false);
});

test('a part of a longer name is no event', () => {
  expect(usage([write], 'raw.material.consumed material.consumed.twice material.consumedly').kinds).not.toEqual([
    'consume',
  ]);
  expect(usage([write], 'x "material.consumed" y').kinds).toEqual(['consume']);
});

test('a counter says by itself what it makes, a function which intent it builds', () => {
  expect([...usage([write, node('counter')]).kinds].sort()).toEqual(['byproduct', 'consume', 'produce', 'scrap']);
  const built = { id: 'f', type: 'function', z: 't', func: "msg.intent = { kind: 'creditHold' };" };
  expect(usage([write, built]).kinds).toEqual(['creditHold']);
});

test('what nothing tells is everything; without odoo write there is nothing', () => {
  expect(usage([write])).toMatchObject({ isAnything: true, kinds: expect.arrayContaining(['produce', 'ship']) });
  expect(usage([node('counter')])).toMatchObject({ isAnything: false, kinds: [] });
});

test('models and fields it names itself, through relations up to the first dot', () => {
  const read = node('odoo-read', {
    ...{ model: 'stock.production.lot', fields: ['name'] },
    conditions: [{ field: 'product_id.default_code' }, { field: 'name' }],
  });
  expect(usage([read]).names).toEqual([{ model: 'stock.production.lot', fields: ['name', 'product_id'] }]);
  expect(usage([read]).mentions).toEqual([]);
  const written = {
    id: 'f',
    type: 'change',
    z: 't',
    rules: [{ to: 'payload.qty_done_by' }, { to: 'date_planned_start' }],
  };
  expect(usage([written]).mentions).toEqual(['date_planned_start']);
});
