/** What posting by batch action promises besides what posting by calls does: many events a call, each once, each alone. */
import { openBatch } from '../../nodes/src/adapters/odoo/batch.ts';
import { installedAction, installSteps } from '../../nodes/src/domain/odoo/batch/set-up.ts';
import type { Erp, ErpBatch, ErpCall, ErpPosting, Posted, Result } from '../../nodes/src/domain/ports.ts';
import { createOrder, must } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';
import type { Depth, Registers } from './erp-intents.ts';
import { Line } from './erp-line.ts';

/** Sets the action up as an administrator would; its number. */
export async function installBatch(admin: Erp, login: string): Promise<number> {
  const steps = await installSteps(admin, login);
  if (!steps.ok) throw new Error(JSON.stringify(steps.failure));
  for (const step of steps.value) {
    const done = await step.run();
    if (!done.ok) throw new Error(`${step.says}: ${JSON.stringify(done.failure)}`);
  }
  const action = await installedAction(admin);
  if (!action.ok || action.value === undefined) throw new Error('no action was installed');
  return action.value;
}

const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
};

const fourTimes = <T>(one: T): T[] => [one, one, one, one];
const INVENTORY = { inventory_mode: true };

let serial = 0;
const freshKey = (): string => `k1.batch-${Date.now().toString(36)}-${++serial}`;

export function batchPromises(major: 14 | 19, get: () => ErpBench, depth: Depth = 'whole'): void {
  const LOT = major < 15 ? 'stock.production.lot' : 'stock.lot';
  const company = major < 15 ? { company_id: 1 } : {};
  const batch = (): ErpBatch => openBatch(get().connect(), get().action);
  const post = (steps: readonly ErpCall[], key = freshKey()): ErpPosting => ({ key, steps, guards: [] });
  const lot = (name: string): ErpCall => ({
    model: LOT,
    method: 'create',
    args: { vals_list: [{ name, product_id: get().plant.fg.id, ...company }] },
  });
  const lots = async (prefix: string): Promise<number> =>
    must(get().admin, { model: LOT, method: 'search_count', args: { domain: [['name', '=like', `${prefix}%`]] } });
  const unique = (): string => `${get().plant.prefix}-${freshKey().replaceAll('.', '')}`;
  const draftScrap = async (): Promise<number> => {
    const { admin, plant } = get();
    const values = { product_id: plant.rmA.id, scrap_qty: 1, location_id: plant.stockLocation };
    const unit = await must<{ uom_id: [number, string] }[]>(admin, {
      model: 'product.product',
      method: 'read',
      ids: [plant.rmA.id],
      args: { fields: ['uom_id'] },
    });
    const call = { model: 'stock.scrap', method: 'create' };
    const [id = 0] = await must<number[]>(admin, {
      ...call,
      args: { vals_list: [{ ...values, product_uom_id: unit[0]?.uom_id[0] }] },
    });
    return id;
  };
  const stock = async (): Promise<number> => {
    const { admin, plant } = get();
    const domain = [
      ['product_id', '=', plant.rmA.id],
      ['location_id', '=', plant.stockLocation],
    ];
    const quants = await must<{ quantity: number }[]>(admin, {
      model: 'stock.quant',
      method: 'search_read',
      args: { domain, fields: ['quantity'] },
    });
    return quants.reduce((sum, quant) => sum + quant.quantity, 0);
  };
  const kinds = (answers: readonly Result<Posted>[]): string[] => answers.map((answer) => value(answer).kind).sort();

  describe('events of one batch', () => {
    test('go out in one call, and each has its own answer', async () => {
      const name = unique();
      const port = batch();
      await port.check();
      const before = get().wire.requests;
      const answers = await Promise.all([1, 2, 3].map((n) => port.post(post([lot(`${name}-${n}`)]))));
      const read = await port.read({
        model: LOT,
        method: 'search_count',
        args: { domain: [['name', '=like', `${name}%`]] },
      });
      expect(kinds(answers)).toEqual(['done', 'done', 'done']);
      expect(read).toEqual({ ok: true, value: 3 });
      expect(get().wire.requests).toBe(before + 2);
    });

    test('one that Odoo refuses does not take the others down, whatever it is refused for', async () => {
      const name = unique();
      const port = batch();
      const missing: ErpCall = { model: 'mrp.production', method: 'action_confirm', ids: [999_999_999] };
      const unreadable = { ...lot('y'), args: { vals_list: [{ name: 'y', no_such_field: 1 }] } };
      const foreign: ErpCall = {
        model: 'product.product',
        method: 'write',
        ids: [get().plant.fg.id],
        args: { vals: { name: 'mine' } },
      };
      const answers = await Promise.all([
        port.post(post([lot(`${name}-1`)])),
        port.post(post([lot(`${name}-2`), missing])),
        port.post(post([lot(`${name}-3`)])),
        port.post(post([lot(`${name}-5`), unreadable])),
        port.post(post([lot(`${name}-6`), foreign])),
        port.post(post([lot(`${name}-7`)])),
      ]);
      expect(answers.map((answer) => (answer.ok ? answer.value.kind : answer.failure.code))).toEqual([
        'done',
        'odoo-record-missing',
        'done',
        'odoo-call-refused',
        'odoo-access-denied',
        'done',
      ]);
      expect(await lots(name)).toBe(3);
    });

    test('the same event in two batches, four times at once and again later has one effect', async () => {
      const name = unique();
      const event = post([
        lot(name),
        { model: LOT, method: 'write', ids: [-1_000_000_001], args: { vals: { ref: 'R' } } },
      ]);
      const answers = await Promise.all([batch(), batch(), batch(), batch()].map((port) => port.post(event)));
      expect(kinds(answers)).toEqual(['done', 'duplicate', 'duplicate', 'duplicate']);
      expect(value(await batch().post(event)).kind).toBe('duplicate');
      expect(await lots(name)).toBe(1);
    });

    test('a lost answer is unknown, and the ledger knows whether it was done and what it made', async () => {
      const name = unique();
      const port = batch();
      await port.check();
      const event = post([lot(name)]);
      get().wire.loseAnswerTo(event.key);
      expect(await port.post(event)).toMatchObject({
        ok: false,
        failure: { code: 'odoo-answer-lost', class: 'unknown' },
      });
      const known = value(await port.ledger([event.key, 'k1.never-sent']));
      expect([...known.keys()]).toEqual([event.key]);
      expect(value(await port.post(event))).toEqual({ kind: 'duplicate', id: known.get(event.key) });
      expect(await lots(name)).toBe(1);
    });

    test('a record that changed since it was looked at is left alone', async () => {
      const port = batch();
      const name = unique();
      const made = post([lot(name)]);
      value(await port.post(made));
      const id = value(await port.ledger([made.key])).get(made.key) ?? 0;
      const write: ErpCall = { model: LOT, method: 'write', ids: [id], args: { vals: { ref: 'NEW' } } };
      const guard = (ref: string | false) => ({
        key: freshKey(),
        steps: [write],
        guards: [{ model: LOT, id, values: { ref } }],
      });
      expect(value(await port.post(guard('OLD'))).kind).toBe('stale');
      expect(value(await port.post(guard(false))).kind).toBe('done');
    });
  });

  describe('what Odoo would do twice', () => {
    test('a scrap is validated once, four times at once and again later', async () => {
      const id = await draftScrap();
      const before = await stock();
      const event = post([{ model: 'stock.scrap', method: 'action_validate', ids: [id] }]);
      const answers = await Promise.all([batch(), batch(), batch(), batch()].map((port) => port.post(event)));
      expect(kinds(answers)).toEqual(['done', 'duplicate', 'duplicate', 'duplicate']);
      expect(value(await batch().post(event)).kind).toBe('duplicate');
      expect(await stock()).toBeCloseTo(before - 1, 6);
    });

    const unlessBrief: Registers = (name, run) => {
      if (depth !== 'spot') test(name, run);
    };
    unlessBrief('one event posted by four at once closes its order and scraps its units once', async () => {
      const { plant } = get();
      const four = [1, 2, 3, 4].map(() => ({ ...get().connect(), batch: batch() }));
      const order = await createOrder(get().erp, plant, 6);
      const lines = four.map((erp) => new Line(erp, plant, order, { remainder: 'backorder' }));
      const [l] = lines as [Line];
      const [lotB] = plant.lotsOfB;
      const before = await l.stock(plant.rmB, lotB);
      const scrap = l.scrap('input', plant.rmB, '3', { lot: lotB });
      expect((await Promise.all(lines.map((line) => line.post(scrap)))).map(({ ok }) => ok)).toEqual(fourTimes(true));
      expect(await l.stock(plant.rmB, lotB)).toBe(before - 3);
      const final = l.good('4', 'final', { lot: l.lot() });
      expect((await Promise.all(lines.map((line) => line.post(final)))).map(({ ok }) => ok)).toEqual(fourTimes(true));
      expect(await l.inOdoo()).toMatchObject([
        { state: 'done', produced: 4 },
        { state: 'confirmed', ordered: 2 },
      ]);
      expect(await l.stock(plant.fg, l.lot())).toBe(4);
    });

    test('an unbuild is made and validated in one step, once', async () => {
      const { erp, plant } = get();
      const l = new Line(erp, plant, await createOrder(erp, plant, 4));
      await l.posted(l.good('4', 'final', { lot: l.lot() }));
      const [order] = await l.read('mrp.production', [['id', '=', l.order.id]], ['product_uom_id']);
      const [unit] = (order?.['product_uom_id'] ?? []) as number[];
      const [made] = await l.read(LOT, [['name', '=', l.lot()]], ['id']);
      const values = {
        mo_id: l.order.id,
        product_id: plant.fg.id,
        product_qty: 1,
        product_uom_id: unit,
        lot_id: made?.['id'],
        location_id: plant.stockLocation,
        location_dest_id: plant.stockLocation,
        bom_id: plant.bom,
        ...company,
      };
      const event = post([
        { model: 'mrp.unbuild', method: 'create', args: { vals_list: [values] } },
        { model: 'mrp.unbuild', method: 'action_validate', ids: [-1_000_000_001] },
      ]);
      const answers = await Promise.all([batch(), batch(), batch(), batch()].map((port) => port.post(event)));
      expect(kinds(answers)).toEqual(['done', 'duplicate', 'duplicate', 'duplicate']);
      expect(value(await batch().post(event)).kind).toBe('duplicate');
      expect(await l.stock(plant.fg, l.lot())).toBe(3);
    });

    // 14 applies a count when it is written; there is nothing to apply.
    if (major >= 15)
      test('a count is applied once: applied again it would empty the place', async () => {
        const { erp, plant } = get();
        const l = new Line(erp, plant, await createOrder(erp, plant, 1));
        const [, lotB] = plant.lotsOfB;
        const place = [
          ['product_id', '=', plant.rmB.id],
          ['lot_id.name', '=', lotB],
          ['location_id', '=', plant.stockLocation],
        ];
        const [quant] = await l.read('stock.quant', place, ['quantity']);
        const counted = (quant?.['quantity'] as number) - 7;
        const ids = [quant?.['id'] as number];
        const event = post([
          {
            model: 'stock.quant',
            method: 'write',
            ids,
            args: { vals: { inventory_quantity: counted } },
            context: INVENTORY,
          },
          { model: 'stock.quant', method: 'action_apply_inventory', ids, context: INVENTORY },
        ]);
        const answers = await Promise.all([batch(), batch()].map((port) => port.post(event)));
        expect(kinds(answers)).toEqual(['done', 'duplicate']);
        expect(value(await batch().post(event)).kind).toBe('duplicate');
        expect(await l.stock(plant.rmB, lotB)).toBe(counted);
      });

    test('a question of Odoo is an answer of its own and leaves nothing behind', async () => {
      const { plant, admin } = get();
      const l = new Line(admin, plant, await createOrder(admin, plant, 5));
      const order = { model: 'mrp.production', ids: [l.order.id] };
      const asked = await batch().post(
        post([
          { ...order, method: 'write', args: { vals: { qty_producing: 2 } } },
          { ...order, method: 'button_mark_done' },
        ]),
      );
      expect(value(asked)).toMatchObject({ kind: 'question', answer: { res_model: expect.stringMatching(/^mrp\./) } });
      expect(await l.inOdoo()).toMatchObject([{ state: 'confirmed', producing: 0 }]);
    });
  });

  describe('the installed action', () => {
    const failureOf = async (action: number, erp = get().connect()) => {
      const answer = await openBatch(erp, action).check();
      return answer.ok ? 'fits' : answer.failure;
    };
    const asAdmin = (method: string, args: Record<string, unknown>, ids = [get().action]) =>
      must(get().admin, { model: 'ir.actions.server', method, ids, args });

    test('is recognised, and a missing or unnamed one is a matter of configuration', async () => {
      expect(await failureOf(get().action)).toBe('fits');
      expect(await failureOf(0)).toMatchObject({ code: 'batch-action-unset', class: 'configuration' });
      expect(await failureOf(999_999_999)).toMatchObject({ code: 'batch-action-missing', class: 'configuration' });
    });

    test('altered, outdated or replaced by another one it is refused before anything is posted', async () => {
      const [{ code = '' } = {}] = await must<{ code: string }[]>(get().admin, {
        model: 'ir.actions.server',
        method: 'read',
        ids: [get().action],
        args: { fields: ['code'] },
      });
      const cases: [string, string][] = [
        [`${code}\n# a note`, 'batch-action-altered'],
        [code.replace('version 1', 'version 0').replace('VERSION = 1', 'VERSION = 0'), 'batch-action-outdated'],
      ];
      try {
        for (const [text, wanted] of cases) {
          await asAdmin('write', { vals: { code: text } });
          expect(await failureOf(get().action)).toMatchObject({ code: wanted, class: 'configuration' });
        }
      } finally {
        await asAdmin('write', { vals: { code } });
      }
    });

    test('can be run and neither read nor changed by the integration user', async () => {
      const { erp, action } = get();
      const model = 'ir.actions.server';
      const read = await erp.call({ model, method: 'read', ids: [action], args: { fields: ['code'] } });
      const write = await erp.call({ model, method: 'write', ids: [action], args: { vals: { code: '' } } });
      expect([read, write]).toMatchObject([
        { ok: false, failure: { code: 'odoo-access-denied' } },
        { ok: false, failure: { code: 'odoo-access-denied' } },
      ]);
    });

    test('is set up once: a second run has nothing to do', async () => {
      expect(value(await installSteps(get().admin, get().server.login))).toEqual([]);
    });
  });
}
