/** Sums by group: one shape from both versions of Odoo. */
import { readGroups as readGroups14 } from '../../../nodes/src/domain/odoo/dialects/v14/reads.ts';
import { readGroups as readGroups19 } from '../../../nodes/src/domain/odoo/dialects/v19/reads.ts';
import type { Grouping } from '../../../nodes/src/domain/odoo/reads.ts';
import { type Erp, type ErpCall, ok } from '../../../nodes/src/domain/ports.ts';

const grouping: Grouping = {
  model: 'mrp.production',
  domain: [],
  by: ['state'],
  aggregates: ['qty:sum', 'qty:max'],
  limit: 9,
};

function answering(value: unknown): { erp: Erp; calls: ErpCall[] } {
  const calls: ErpCall[] = [];
  const call: Erp['call'] = async (asked) => {
    calls.push(asked);
    return ok(value);
  };
  return { erp: { profile: () => Promise.reject(new Error('not asked')), call }, calls };
}

test.each([
  ['19', readGroups19, { state: 'done', __count: 2, 'qty:sum': 5, 'qty:max': 3 }],
  ['14', readGroups14, { state: 'done', __count: 2, a0: 5, a1: 3 }],
])('Odoo %s: two sums of one field are two', async (_version, readGroups, row) => {
  expect(await readGroups(answering([row]).erp, grouping)).toEqual({
    ok: true,
    value: [{ by: { state: 'done' }, count: 2, values: { 'qty:sum': 5, 'qty:max': 3 } }],
  });
});

test('14 is asked without lazy grouping, and what is no list of groups is refused', async () => {
  const { erp, calls } = answering({});
  expect(await readGroups14(erp, grouping)).toMatchObject({ ok: false, failure: { code: 'odoo-answer-unreadable' } });
  expect(calls[0]?.args).toMatchObject({ lazy: false, fields: ['a0:sum(qty)', 'a1:max(qty)'] });
  expect(await readGroups19(answering([{ state: 'x' }]).erp, grouping)).toMatchObject({ ok: false });
});

test.each([
  ['19', readGroups19],
  ['14', readGroups14],
])(
  'Odoo %s: days of a grain begin in the zone that is named, in that of Odoo without one',
  async (_version, readGroups) => {
    const { erp, calls } = answering([]);
    await readGroups(erp, { ...grouping, by: ['date_start:day'], timeZone: 'Europe/Berlin' });
    await readGroups(erp, grouping);
    expect(calls.map(({ context }) => context)).toEqual([{ tz: 'Europe/Berlin' }, undefined]);
  },
);

test('a sum that 14 leaves out is refused, not given as nothing', async () => {
  const { erp } = answering([{ state: 'done', __count: 2, a0: 5 }]);
  expect(await readGroups14(erp, grouping)).toMatchObject({ ok: false, failure: { code: 'sum-unavailable' } });
});
