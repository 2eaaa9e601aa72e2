/** From a snapshot to report and proposals: identities follow from the line, not from the run. */
import { amount } from '../../../nodes/src/domain/odoo/amount.ts';
import type { Line } from '../../../nodes/src/domain/reconciliation/line.ts';
import { place, restore, scopeRow, waitingRow } from '../../../nodes/src/domain/reconciliation/memory.ts';
import { asked } from '../../../nodes/src/domain/reconciliation/question.ts';
import { reconcile } from '../../../nodes/src/domain/reconciliation/reconcile.ts';
import type { Standing } from '../../../nodes/src/domain/reconciliation/standing.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, hash } from '../mapping/plant.ts';

const site = siteResource(demoPlant());
const policy = {
  ...{ tolerance: { absolute: '0', percent: '0' }, classes: {}, materials: {}, reason: 'RECONCILED' },
  ...{ stands: { snapshots: 1 }, drainMinutes: 0 },
};
const line = (material: string, warehouse: string, odoo: string): Line => ({
  ...{ location: 'STOCK', material, uom: 'C62', isNegative: false },
  ...{ warehouse: amount(warehouse), odoo: amount(odoo) },
});
const AS_OF = '2026-11-20T08:00:00.000Z';
function run(
  lines: readonly Line[],
  before: readonly Standing[] = [],
  readAt = '2026-11-20T08:00:09.000Z',
  asOf = AS_OF,
) {
  const found = reconcile({ scope: 'HALL', asOf, readAt, snapshot: 's1', lines }, before, { site, policy, hash });
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
}

test('one proposal for each line that differs, the same whenever and in whatever order it is compared', () => {
  const lines = [line('RM-10', '12', '15'), line('FG-2000', '3', '1'), line('FG-3000', '3', '3')];
  const first = run(lines);
  expect(first.report).toMatchObject({ data: { compared: 3, differing: 2, proposed: 2, withdrawn: 0 } });
  expect(first.proposals.map(({ data }) => (data as { quantity: object }).quantity)).toEqual([
    { value: '-3', uom: 'C62' },
    { value: '2', uom: 'C62' },
  ]);
  const later = run([...lines].reverse(), [], '2026-11-20T09:30:00.000Z');
  const keys = (found: typeof first) => found.proposals.map(({ idempotencykey }) => idempotencykey).sort();
  expect(keys(later)).toEqual(keys(first));
  expect(first.standings.map(({ proposal }) => proposal?.key).sort()).toEqual(keys(first));
});

test('what neither side names any more is taken back like what both agree on', () => {
  const { standings, proposals } = run([line('RM-10', '12', '15')]);
  const gone = run([], standings, undefined, '2026-11-20T09:00:00.000Z');
  expect(gone.withdrawals).toMatchObject([{ data: { decisionId: proposals[0]?.idempotencykey } }]);
  expect(gone.standings).toEqual([]);
});

test('a snapshot is known by its moment: the same, a contradiction, an older one', () => {
  const state = { scope: 'HALL', asOf: AS_OF, digest: 'd', standings: run([line('RM-10', '1', '2')]).standings };
  const waiting = { scope: 'OTHER', asOf: AS_OF, digest: 'w', arrivedMs: 1, event: { id: 'x' } };
  const memory = restore([scopeRow({ ...state, standings: [...state.standings] }), waitingRow(waiting)]);
  expect(memory.scopes.get('HALL')).toEqual(state);
  expect(memory.waiting.get('OTHER')).toEqual(waiting);
  expect(place(memory, { scope: 'HALL', asOf: '2026-11-20T08:00:00Z', digest: 'd' })).toBe('same');
  expect(place(memory, { scope: 'OTHER', asOf: AS_OF, digest: 'x' })).toBe('conflict');
  expect(place(memory, { scope: 'HALL', asOf: '2026-11-20T07:00:00Z', digest: 'x' })).toBe('older');
  expect(place(memory, { scope: 'HALL', asOf: '2026-11-20T09:00:00Z', digest: 'x' })).toBe('new');
});

test('a snapshot speaks the codes of its system; its places must be known, a material need not', () => {
  const snapshot = (locations: string[]) => ({
    ...{ scope: 'HALL', asOf: AS_OF, locations, materials: ['RM-10', 'NEW'] },
    lines: [{ locationId: 'STOCK', material: { materialDefinitionId: 'NEW' }, quantity: { value: '1', uom: 'C62' } }],
  });
  const found = asked(snapshot(['STOCK']), 'wms', site);
  if (!found.ok) throw new Error(found.failure.reason);
  expect(found.value.book.places).toEqual([{ id: 'STOCK', by: 'code', value: 'WH/Stock' }]);
  expect(found.value.book.others.map(({ id }) => id)).toContain('STAGE-1');
  expect(found.value.book.materials).toEqual([{ id: 'RM-10', by: 'code', value: 'RM-10' }]);
  expect(found.value.held).toEqual([{ location: 'STOCK', material: 'NEW', quantity: '1', uom: 'C62' }]);
  expect(asked(snapshot(['NOWHERE']), 'wms', site)).toMatchObject({ failure: { code: 'unmapped' } });
});
