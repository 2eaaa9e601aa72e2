import { madeBy } from '../../../../nodes/src/domain/odoo/batch/protocol.ts';
import { recorder } from '../../../../nodes/src/domain/odoo/batch/recorder.ts';
import type { Erp, ErpBatch, ErpCall } from '../../../../nodes/src/domain/ports.ts';
import { ok } from '../../../../nodes/src/domain/ports.ts';

const read = (model: string): ErpCall => ({ model, method: 'search_read', args: { domain: [] }, repeatable: true });
const load = (model: string): ErpCall => ({ model, method: 'load', args: { data: [] }, repeatable: true });
const write = (model: string, id: number): ErpCall => ({ model, method: 'write', ids: [id], args: { vals: {} } });

function notes(foresees = true) {
  const direct: string[] = [];
  const asked: string[] = [];
  const erp = {
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'x' }),
    call: async ({ method }: ErpCall) => ok(void direct.push(method)),
  } satisfies Erp;
  const batch: Pick<ErpBatch, 'read'> = {
    read: async ({ model }) => {
      asked.push(model);
      return ok([{ id: 3, state: 'draft', name: 'A' }]);
    },
  };
  return { ...recorder(erp, batch as ErpBatch, { made: new Map(), foresees }), direct, asked };
}

describe('the recorder', () => {
  test('reads for real and notes changes without making them', async () => {
    const { erp, steps, asked, direct } = notes();
    await erp.call(read('stock.scrap'));
    expect(await erp.call(write('stock.scrap', 3))).toEqual({ ok: true, value: true });
    expect(steps).toEqual([write('stock.scrap', 3)]);
    expect([asked, direct]).toEqual([['stock.scrap'], []]);
  });

  test('gives what a step makes a name that later steps may use', async () => {
    const { erp } = notes();
    await erp.call(load('stock.lot'));
    expect(await erp.call({ model: 'stock.lot', method: 'create', args: {} })).toEqual({
      ok: true,
      value: [madeBy(1)],
    });
  });

  test('stops where a change would have to be seen; a new record hides nothing of other models', async () => {
    const one = notes();
    await one.erp.call(load('stock.lot'));
    expect(await one.erp.call(read('mrp.production'))).toMatchObject({ ok: true });
    expect(one.stopped).toBe(false);
    expect(await one.erp.call(read('stock.lot'))).toMatchObject({ ok: false });
    expect(await one.erp.call(write('stock.lot', 3))).toMatchObject({ ok: false });
    expect(one.steps).toHaveLength(1);
    const other = notes();
    await other.erp.call(write('mrp.production', 1));
    expect(await other.erp.call(read('stock.move'))).toMatchObject({ ok: false });
    expect(other.asked).toEqual([]);
  });

  test('stops at a question about the lines of what is not there yet', async () => {
    const { erp, ...noted } = notes();
    await erp.call(load('sale.order'));
    const lines = (order: number) => ({ ...read('sale.order.line'), args: { domain: [['order_id', '=', order]] } });
    expect(await erp.call(lines(7))).toMatchObject({ ok: true });
    expect(await erp.call(lines(madeBy(0)))).toMatchObject({ ok: false });
    expect(noted.asked).toEqual(['sale.order.line']);
  });

  test('makes a method that the action does not know by a call of its own, before or behind the transaction', async () => {
    const early = notes();
    expect(await early.erp.call({ model: 'x', method: 'context_get' })).toMatchObject({ ok: true });
    expect(early.direct).toEqual(['context_get']);
    const late = notes();
    await late.erp.call(write('x', 1));
    expect(await late.erp.call({ model: 'x', method: 'context_get' })).toMatchObject({ ok: false });
    expect(late.direct).toEqual([]);
  });

  test('guards what it read of the records it changes, and no others', async () => {
    const { erp, guards } = notes();
    await erp.call(read('stock.scrap'));
    await erp.call(write('stock.scrap', 3));
    await erp.call(write('stock.scrap', 4));
    expect(guards()).toEqual([{ model: 'stock.scrap', id: 3, values: { state: 'draft', name: 'A' } }]);
  });

  test('foresees nothing after something came otherwise', () => {
    expect(notes(true).erp.foresight).toBeDefined();
    expect(notes(false).erp.foresight).toBeUndefined();
  });
});
