import { checkRights, namingRights, ORDER_NEEDS } from '../../../nodes/src/domain/odoo/rights.ts';
import { type Erp, type ErpCall, fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';

const refused = (code: string) =>
  fail({
    code,
    class: 'authorisation',
    attempted: 'ask',
    on: 'Odoo',
    reason: 'refused',
    nextStep: 'Ask the administrator.',
  });

function server(major: number, answer: (call: ErpCall) => Result<unknown>) {
  const calls: ErpCall[] = [];
  const erp: Erp = {
    profile: async () => ok({ major, version: `${major}.0`, protocol: 'json2', database: 'plant' }),
    async call(call) {
      calls.push(call);
      return answer(call);
    },
  };
  return { erp, calls };
}

test('a user with every right misses nothing', async () => {
  const { erp, calls } = server(19, () => ok(true));
  expect(await checkRights(erp)).toEqual(ok({ missing: [] }));
  expect(calls.every((call) => call.repeatable === true)).toBe(true);
});

test('a right that is not there is named with model and app', async () => {
  const { erp } = server(19, ({ model }) => ok(model !== 'stock.scrap'));
  expect(await checkRights(erp)).toEqual(ok({ missing: ['create stock.scrap (Inventory)'] }));
});

test('a model that is not installed or not open to the user counts as missing', async () => {
  const { erp } = server(19, ({ model }) => (model === 'mrp.production' ? refused('odoo-model-missing') : ok(true)));
  expect(await checkRights(erp)).toEqual(ok({ missing: ['write mrp.production (Manufacturing)'] }));
});

test('a server that does not answer is a failure, not a missing right', async () => {
  const { erp } = server(19, () => refused('odoo-unreachable'));
  const checked = await checkRights(erp);
  expect(checked.ok ? undefined : checked.failure.code).toBe('odoo-unreachable');
});

test('Odoo 14 is asked in its own words', async () => {
  const { erp, calls } = server(14, () => ok(true));
  await checkRights(erp);
  expect(calls.map(({ model }) => model)).toContain('stock.production.lot');
  expect(calls.every(({ method }) => method === 'check_access_rights')).toBe(true);
});

describe('a refusal for want of rights', () => {
  const where = { attempted: 'post', on: 'an order' };
  const denied = (cause: string) => {
    const failed = refused('odoo-access-denied');
    return failed.ok ? failed : fail({ ...failed.failure, cause });
  };
  const named = async (may: boolean, cause: string) => {
    const { erp } = server(19, ({ model }) => ok(may || model !== 'stock.scrap'));
    const profile = await erp.profile();
    if (!profile.ok) throw new Error('no profile');
    return namingRights({ erp, profile: profile.value, where }, ORDER_NEEDS, denied(cause));
  };

  test('names the right that the intent needs', async () => {
    const reason = 'the integration user lacks a right: create stock.scrap (Inventory)';
    expect(await named(false, 'no')).toMatchObject({ failure: { code: 'right-missing', on: 'an order', reason } });
  });

  test('or the one that Odoo names, when the intent itself may do all it needs', async () => {
    const cause = "You are not allowed to access 'Stock Valuation Layer' (stock.valuation.layer) records.";
    const reason = 'the integration user lacks a right: access stock.valuation.layer (Stock Valuation Layer)';
    expect(await named(true, cause)).toMatchObject({ failure: { code: 'right-missing', reason, cause } });
  });

  test('and stays what it is when neither is known', async () => {
    expect(await named(true, 'no')).toMatchObject({ failure: { code: 'odoo-access-denied' } });
  });
});
