/** What no server shows at will: Odoo losing a count in its own retry, and a count that may still be on its way. */
import { carryOut } from '../../../../../nodes/src/domain/odoo/carry-out.ts';
import { intentSchema } from '../../../../../nodes/src/domain/odoo/intent.ts';
import { type Erp, type ErpCall, fail, ok } from '../../../../../nodes/src/domain/ports.ts';

const intent = intentSchema.parse({
  kind: 'count',
  key: 'k1.count',
  partition: 'MUC1:loc:A-1',
  at: '2026-11-20T08:00:00Z',
  material: { id: 'RM', by: 'code', value: 'RM' },
  quantity: { value: '50', uom: 'C62' },
  place: { id: 'A-1', by: 'barcode', value: 'A-1' },
});

const profile = { major: 19, version: '19.0', protocol: 'json2', database: 'plant' } as const;
const lost = { code: 'odoo-answer-lost', class: 'unknown', attempted: '', on: '', reason: '', nextStep: '' } as const;

/** What a count writes. */
const COUNTED = {
  product_id: { type: 'many2one', relation: 'product.product' },
  location_id: { type: 'many2one', relation: 'stock.location' },
  lot_id: { type: 'many2one', relation: 'stock.lot' },
  inventory_quantity_auto_apply: { type: 'float' },
  inventory_quantity: { type: 'float' },
};

/** An Odoo with one untracked product in one place; `deaf` counts are answered and not applied. */
function odoo({ deaf = 0, loses = false } = {}) {
  const state = { quantity: 47, applied: 0, created: 0 };
  const answers: Record<string, () => unknown> = {
    'product.product': () => [{ id: 1, display_name: 'RM', tracking: 'none', uom_id: [1, 'Units'] }],
    'stock.location': () => [
      { id: 5, display_name: 'A-1', complete_name: 'WH/A-1', usage: 'internal', parent_path: '4/5/' },
    ],
    'uom.uom': () => [{ id: 1, name: 'Units', parent_path: '1/', factor: 1 }],
    'stock.quant': () => [
      { id: 9, location_id: [5, 'A-1'], lot_id: false, package_id: false, quantity: state.quantity },
    ],
    'stock.move': () => (state.applied > 0 ? [{ id: 77 }] : []),
  };
  const erp: Erp = {
    profile: async () => ok(profile),
    call: async ({ model, method, args }: ErpCall) => {
      if (method === 'precision_get') return ok(2);
      if (method === 'fields_get') return ok(COUNTED);
      if (method === 'get_external_id') return ok({ 1: 'uom.product_uom_unit' });
      if (method !== 'create') return ok(answers[model]?.() ?? []);
      state.created += 1;
      if (loses) return fail(lost);
      if (state.created <= deaf) return ok([9]);
      state.applied += 1;
      const counts = (args?.['vals_list'] ?? []) as Record<string, number>[];
      state.quantity = counts[0]?.['inventory_quantity_auto_apply'] ?? 0;
      return ok([9]);
    },
  };
  return { erp, state };
}

const ledger = { facts: [], closedTags: [], untaken: 0 };
const deps = { unknownLots: 'reject', bind: async () => ok(undefined) } as const;

test('a count that Odoo lost in its own retry is counted again until it stands', async () => {
  const { erp, state } = odoo({ deaf: 2 });
  expect(await carryOut(erp, intent, ledger, deps)).toMatchObject({ ok: true, value: { verdict: 'posted' } });
  expect(state).toEqual({ quantity: 50, applied: 1, created: 3 });
});

test('one that never stands is refused, not counted for ever', async () => {
  const { erp, state } = odoo({ deaf: 100 });
  expect(await carryOut(erp, intent, ledger, deps)).toMatchObject({ ok: false, failure: { code: 'not-posted' } });
  expect(state).toEqual({ quantity: 47, applied: 0, created: 5 });
});

test('a count whose answer was lost waits until it can no longer arrive, and then is sent again', async () => {
  let nowMs = 1_000;
  let binding: Readonly<Record<string, unknown>> = {};
  const bind = async (next: typeof binding) => {
    binding = next;
    return ok(undefined);
  };
  const patient = { ...deps, bind, travel: { nowMs: () => nowMs, mostMs: 90_000 } };
  const post = ({ erp }: { erp: Erp }) => carryOut(erp, intent, { ...ledger, binding }, patient);
  expect(await post(odoo({ loses: true }))).toMatchObject({ ok: false, failure: { code: 'odoo-answer-lost' } });
  nowMs += 60_000;
  const server = odoo();
  expect(await post(server)).toMatchObject({ ok: false, failure: { code: 'call-under-way', retryAfterMs: 30_000 } });
  expect(server.state.created).toBe(0);
  nowMs += 30_000;
  expect(await post(server)).toMatchObject({ ok: true, value: { verdict: 'posted' } });
  expect(server.state).toEqual({ quantity: 50, applied: 1, created: 1 });
});
