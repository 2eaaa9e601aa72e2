/** The genealogy of a lot asked for by a filter: both ways, one way, and never shortened without a word. */
import { type Erp, type ErpCall, ok } from '../../../nodes/src/domain/ports.ts';
import { reader } from '../../../nodes/src/palette/odoo-read/behaviour.ts';
import { definition } from '../../../nodes/src/palette/odoo-read/definition.ts';
import { testClock } from '../../support/time.ts';

/** Lot R1 of RM was received and went into lot L1 of FG; ids 1 and 2. */
function plant(major: 14 | 19, lots = 1): { erp: Erp; calls: ErpCall[] } {
  const calls: ErpCall[] = [];
  const line = (id: number, product: [number, string], lot: [number, string], ties: object) => ({
    ...{ id, move_id: [id, 'move'], product_id: product, lot_id: lot, date: '2026-11-20 10:00:00', reference: 'MO/1' },
    ...{ picking_id: false, package_id: false, result_package_id: false, quantity_product_uom: 2, qty_done: 2 },
    ...{ product_uom_id: [1, 'Units'], consume_line_ids: [], produce_line_ids: [], ...ties },
  });
  const made = line(21, [1, 'FG'], [2, 'L1'], { consume_line_ids: [22] });
  const used = line(22, [2, 'RM'], [1, 'R1'], { produce_line_ids: [21] });
  const product = (id: number, code: string) => ({
    ...{ id, display_name: code, default_code: code, tracking: 'lot', uom_id: [1, 'Units'] },
  });
  const move = (id: number, made: unknown, used: unknown) => ({
    ...{ id, production_id: made, raw_material_production_id: used },
  });
  const tables: Readonly<Record<string, readonly { id: number }[]>> = {
    'stock.lot': [{ id: 2, name: 'L1', product_id: [1, 'FG'] } as { id: number }],
    'product.product': [product(1, 'FG'), product(2, 'RM')],
    'stock.move': [move(21, [1, 'MO/1'], false), move(22, false, [1, 'MO/1'])],
  };
  const lineRows = (domain: string) => {
    if (domain.includes('["id","in",[22]]') || domain.includes('"lot_id","in",[1]')) return [used];
    if (domain.includes('["id","in",[21]]') || domain.includes('"lot_id","in",[2]')) return [made];
    return [];
  };
  const erp: Erp = {
    profile: async () => ok({ major, version: `${major}.0`, protocol: 'jsonrpc', database: 'plant' }),
    call: async (call) => {
      calls.push(call);
      if (call.method === 'search_count') return ok(lots);
      const domain = JSON.stringify(call.args?.['domain']);
      return ok(call.model === 'stock.move.line' ? lineRows(domain) : (tables[call.model] ?? []));
    },
  };
  return { erp, calls };
}

async function ask(input: object, major: 14 | 19 = 19, lots = 1) {
  const { erp, calls } = plant(major, lots);
  const conditions = [{ field: 'name', operator: '=', source: 'payload', value: 'lot', group: '' }];
  const config = definition.config.parse({
    ...{ connection: 'c', model: 'stock.lot', mode: 'genealogy', conditions },
    ...input,
  });
  const send = () => ({ end: Promise.resolve('taken' as const), forget: () => undefined });
  const outcome = await reader(config, erp, { send, clock: testClock() }).handle?.({ event: { lot: 'L1' }, trail: [] });
  return { outcome, calls };
}

const names = (outcome: unknown) =>
  (
    outcome as { message: { event: { records: { direction: string; levels: { lotId: string }[][] }[] } } }
  ).message.event.records.map(({ direction, levels }) => [
    direction,
    ...levels.map((one) => one.map((lot) => lot.lotId)),
  ]);

test('one lot, both ways: what it was made of, and what became of it', async () => {
  const { outcome, calls } = await ask({});
  expect(outcome).toMatchObject({ kind: 'pass', message: { event: { model: 'stock.lot', count: 2, last: true } } });
  expect(names(outcome)).toEqual([
    ['back', ['L1'], ['R1']],
    ['forward', ['L1']],
  ]);
  expect(calls[0]).toMatchObject({ method: 'search_count', args: { domain: [['name', '=', 'L1']] } });
});

test('one way only when that is asked', async () => {
  expect(names((await ask({ direction: 'forward' })).outcome)).toEqual([['forward', ['L1']]]);
});

test('the same node asks the model that this version of Odoo keeps lots in', async () => {
  const models = async (major: 14 | 19, model: string) => (await ask({ model }, major)).calls[0]?.model;
  expect(await models(14, 'stock.lot')).toBe('stock.production.lot');
  expect(await models(19, 'stock.production.lot')).toBe('stock.lot');
});

test.each<[string, object, number, string]>([
  ['none', {}, 0, 'record-not-found'],
  ['two', {}, 2, 'record-ambiguous'],
  ['a model that keeps no lots', { model: 'mrp.production' }, 1, 'filter-invalid'],
  ['more lots than the limit', { limit: 1 }, 1, 'limit-exceeded'],
])('%s is refused', async (_what, input, lots, code) => {
  expect((await ask(input, 19, lots)).outcome).toMatchObject({ kind: 'reject', failure: { code } });
});
