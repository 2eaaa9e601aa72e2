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

const begin = (field: string, at: string): unknown[] => [field, '>=', at];
const end = (field: string, at: string): unknown[] => [field, '<', at];

test.each([
  [
    '19',
    readGroups19,
    { 'date:month': ['2026-02-28 23:00:00', 'March 2026'], 'date:day': ['2026-03-27 23:00:00', '28'] },
  ],
  ['14', readGroups14, { 'date:month': 'March 2026', 'date:day': '28' }],
])('Odoo %s: a group of time is its begin and its name, an empty one is empty', async (_version, readGroups, key) => {
  // The group's own conditions stand before those that were asked for.
  const own = [
    ...['&', begin('date', '2026-02-28 23:00:00'), end('date', '2026-03-31 22:00:00')],
    ...['&', begin('date', '2026-03-27 23:00:00'), end('date', '2026-03-28 23:00:00')],
  ];
  const __domain = ['&', '&', '&', '&', ...own, begin('date', '2026-01-01 00:00:00'), ['state', '=', 'done']];
  const none = { 'date:month': false, 'date:day': false, __domain: [['date', '=', false]] };
  const answer = [
    { ...key, state: 'x/y', __count: 1, __domain },
    { ...none, state: 'x/y', __count: 1 },
  ];
  const asked = { ...grouping, by: ['date:month', 'date:day', 'state'], aggregates: [] };
  expect(await readGroups(answering(answer).erp, asked)).toMatchObject({
    value: [
      {
        by: {
          ...{ 'date:month': ['2026-02-28 23:00:00', 'March 2026'], 'date:day': ['2026-03-27 23:00:00', '28'] },
          state: 'x/y',
        },
      },
      { by: { 'date:month': false, 'date:day': false, state: 'x/y' } },
    ],
  });
});

test('without sums 14 is asked for the number alone: an empty list would mean every field, also those a user may not read', async () => {
  const { erp, calls } = answering([]);
  await readGroups14(erp, { ...grouping, aggregates: [] });
  expect(calls[0]?.args).toMatchObject({ fields: ['__count'] });
});

test('a sum that 14 leaves out is refused, not given as nothing', async () => {
  const { erp } = answering([{ state: 'done', __count: 2, a0: 5 }]);
  expect(await readGroups14(erp, grouping)).toMatchObject({ ok: false, failure: { code: 'sum-unavailable' } });
});
