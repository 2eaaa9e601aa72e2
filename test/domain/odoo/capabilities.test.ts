/** What can run on an Odoo: by rights, installed apps and what the user sees of the settings. */
import { allKinds, capabilities } from '../../../nodes/src/domain/odoo/capabilities.ts';
import { type Erp, type ErpCall, fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';

const absent = (model: string): Result<unknown> =>
  fail({
    code: 'odoo-model-missing',
    class: 'configuration',
    attempted: 'ask',
    on: model,
    reason: 'missing',
    nextStep: 'Install it.',
  });

function server(rights: (call: ErpCall) => Result<unknown>) {
  const calls: ErpCall[] = [];
  const erp: Erp = {
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'plant', uid: 5 }),
    async call(call) {
      calls.push(call);
      if (call.method === 'context_get') return ok({ tz: 'Europe/Berlin', uid: 5 });
      if (call.method === 'fields_get') return ok({ product_qty: { type: 'float', digits: [16, 3] } });
      if (call.method === 'has_group') return ok(call.args?.['group_ext_id'] === 'uom.group_uom');
      return rights(call);
    },
  };
  return { erp, calls };
}

const isRisky = ({ model }: ErpCall) => model.startsWith('ir.') || ['res.users', 'res.groups'].includes(model);

test('says what cannot run and why: a right, or an app that is not installed', async () => {
  const { erp, calls } = server((call) => {
    if (call.model === 'quality.check') return absent(call.model);
    if (call.model.startsWith('maintenance.')) return absent(call.model);
    return ok(!isRisky(call) && call.model !== 'uom.uom');
  });
  const found = await capabilities(erp);
  if (!found.ok) throw new Error(found.failure.reason);
  const lacking = Object.fromEntries(found.value.intents.map(({ kind, missing }) => [kind, missing]));
  expect(lacking).toMatchObject({
    note: [],
    upsertUnit: ['create uom.uom (Inventory / Administrator)', 'read uom.uom (Inventory)'],
    upsertEquipment: ['install Maintenance / Equipment Manager'],
  });
  expect(found.value).toMatchObject({ edition: 'community', digits: 3, timeZone: 'Europe/Berlin', excess: [] });
  expect(found.value.settings).toEqual(['units of measure']);
  expect(found.value.apps).not.toContain('Maintenance');
  const asked = calls.filter(({ method }) => method === 'has_access').map((call) => JSON.stringify(call));
  expect(new Set(asked).size).toBe(asked.length);
});

test('rights that no wanted intent needs are in excess, those over Odoo itself always', async () => {
  const { erp } = server(() => ok(true));
  const few = await capabilities(erp, ['note']);
  const every = await capabilities(erp, allKinds);
  const excess = (found: typeof few) => (found.ok ? found.value.excess : []);
  expect(excess(few)).toEqual(
    expect.arrayContaining(['write ir.rule (Settings)', 'create product.product (Inventory / Administrator)']),
  );
  expect(excess(every)).toContain('write ir.rule (Settings)');
  expect(excess(every)).not.toContain('create product.product (Inventory / Administrator)');
});
