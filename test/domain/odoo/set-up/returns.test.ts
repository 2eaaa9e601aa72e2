/** Returns of the plant's user: a group that reads values on 14, where stock is valued; nothing elsewhere. */
import { missingRights } from '../../../../nodes/src/domain/odoo/rights.ts';
import { noReturnsSteps, returnsSteps } from '../../../../nodes/src/domain/odoo/set-up/returns.ts';
import { type Erp, type ErpCall, fail, ok, type Result } from '../../../../nodes/src/domain/ports.ts';

const VALUES = 'stock.valuation.layer';
const GROUP = 77;

/** A database with one user; what the steps make is there afterwards. */
function server(major: 14 | 19, models: readonly string[]) {
  const state = { group: false, groups: [1], rights: [] as string[] };
  const calls: ErpCall[] = [];
  const load = ({ model, args }: ErpCall): unknown => {
    const { fields, data } = args as { fields: string[]; data: string[][] };
    const cell = (name: string): string => data[0]?.[fields.indexOf(name)] ?? '';
    if (model === 'res.groups') state.group = true;
    else state.rights.push(`${cell('perm_read')}${cell('perm_write')} ${cell('group_id/.id')}`);
    return { ids: [GROUP], messages: [] };
  };
  const answer = (call: ErpCall): unknown => {
    if (call.method === 'load') return load(call);
    if (call.method === 'write') state.groups.push(GROUP);
    if (call.method === 'unlink') Object.assign(state, { group: false, rights: [] });
    if (call.method !== 'search_read') return true;
    if (call.model === 'ir.model') return models.map((model, id) => ({ id: id + 1, model }));
    if (call.model === 'ir.model.data') return state.group ? [{ id: 1, res_id: GROUP }] : [];
    if (call.model === 'ir.model.access') return state.rights.map((_, id) => ({ id }));
    return [{ id: 5, groups_id: state.groups, group_ids: state.groups }];
  };
  const erp: Erp = {
    profile: async () => ok({ major, version: `${major}.0`, protocol: 'jsonrpc', database: 'plant' }),
    async call(call): Promise<Result<unknown>> {
      calls.push(call);
      return ok(answer(call));
    },
  };
  return { erp, state };
}

const done = async (steps: Result<{ says: string; run(): Promise<Result<unknown>> }[]>): Promise<string[]> => {
  if (!steps.ok) throw new Error(steps.failure.reason);
  for (const step of steps.value) expect(await step.run()).toMatchObject({ ok: true });
  return steps.value.map(({ says }) => says);
};

test.each([
  [19, [VALUES]],
  [14, []],
] as const)('on %s with the tables "%s" nothing is needed', async (major, models) => {
  expect(await done(await returnsSteps(server(major, models).erp, 'plant'))).toEqual([]);
});

test('on 14 a group that only reads values is made once, given once, and taken away', async () => {
  const { erp, state } = server(14, [VALUES]);
  expect(await done(await returnsSteps(erp, 'plant'))).toEqual([
    `make the group "Plantwire returns" that may read ${VALUES}`,
    'put plant into the group "Plantwire returns"',
  ]);
  expect(state).toEqual({ group: true, groups: [1, GROUP], rights: [`1 ${GROUP}`] });
  expect(await done(await returnsSteps(erp, 'plant'))).toEqual([]);
  expect(await done(await noReturnsSteps(erp))).toEqual(['delete the group "Plantwire returns"']);
  expect(state).toMatchObject({ group: false, rights: [] });
  expect(await done(await noReturnsSteps(erp))).toEqual([]);
});

test('where stock is not valued, no right to its values is missing; where it is, it is named', async () => {
  const profile = { major: 14, version: '14.0', protocol: 'jsonrpc', database: 'plant' } as const;
  const needs = [[VALUES, 'read', 'returns']] as const;
  const missing = async (answer: Result<unknown>): Promise<unknown> =>
    missingRights({ profile: async () => ok(profile), call: async () => answer }, profile, needs);
  const about = { class: 'configuration', attempted: 'ask', on: 'Odoo', reason: 'none', nextStep: 'None.' } as const;
  expect(await missing(fail({ ...about, code: 'odoo-model-missing' }))).toEqual(ok([]));
  expect(await missing(ok(true))).toEqual(ok([]));
  expect(await missing(ok(false))).toEqual(ok([`read ${VALUES} (returns)`]));
});
