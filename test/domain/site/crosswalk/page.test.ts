import { rowPage, targetChoices } from '../../../../nodes/src/domain/site/crosswalk/page.ts';
import type { KeptRow } from '../../../../nodes/src/domain/site/crosswalk/row.ts';
import { demoPlant } from '../../mapping/plant.ts';

const row = (id: number, localCode: string, more: Partial<KeptRow> = {}): KeptRow => ({
  ...{ id, localCode, domain: 'material', system: 'shop', canonicalId: 'FG-1000', status: 'approved' },
  ...{ changedAt: 1_000, changedBy: 'anna', reason: 'asked', ...more },
});
const rows = [row(1, 'A-1', { changedAt: 3_000 }), row(2, 'B-1', { system: 'wms', status: 'proposed' }), row(3, 'B-2')];
const ids = (wanted: Parameters<typeof rowPage>[1]) => rowPage(rows, wanted).rows.map(({ id }) => id);

test('without a limit all rows, the oldest first; with one the last changed, and how many there are', () => {
  expect(ids({})).toEqual([1, 2, 3]);
  expect(rowPage(rows, { limit: 2 })).toMatchObject({ total: 3, rows: [{ id: 1 }, { id: 3 }] });
});

test('every word must stand somewhere in the row, in whatever case', () => {
  expect(ids({ text: 'b- SHOP' })).toEqual([3]);
  expect(ids({ text: 'fg-1000', status: 'proposed' })).toEqual([2]);
  expect(ids({ text: 'nowhere' })).toEqual([]);
});

test('what is offered as a meaning is what a row may lead to', () => {
  const pack = demoPlant();
  const offered = (domain: KeptRow['domain']) => targetChoices(pack, domain).map(({ id }) => id);
  expect(offered('reason')).toContain('BURR');
  expect(offered('uom')).toContain('KGM');
  expect(offered('equipment')).toEqual(expect.arrayContaining(pack.equipment.map(({ id }) => id)));
  expect(offered('lot')).toEqual([]);
});
