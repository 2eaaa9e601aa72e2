/** Ids as ranges, and which of the missing ones are really gone. */
import fc from 'fast-check';
import { goneAmong, packed, presentIds, unpacked } from '../../../../nodes/src/domain/odoo/changes/known-ids.ts';
import { Table } from './server.ts';

test('packing keeps every id and nothing else, neighbours in one range', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 })), (ids) => {
      const sorted = [...ids].sort((one, other) => one - other);
      expect(unpacked(packed(ids))).toEqual(sorted);
    }),
  );
  expect(packed([5, 1, 2, 3])).toEqual([
    [1, 3],
    [5, 5],
  ]);
});

test('what left the watched part is still there; what was deleted is gone', async () => {
  const table = new Table();
  for (const id of [1, 2, 3]) table.commit({ id, value: 1, beganMs: id * 1_000, commitMs: id * 1_000 });
  const domain = [['write_date', '>=', '1970-01-01 00:00:02']] as const;
  expect(await presentIds(table.erp, { name: 'w', model: 'x', fields: [], domain })).toEqual({
    ok: true,
    value: [2, 3],
  });
  table.delete(2);
  expect(await goneAmong(table.erp, 'x', [1, 2])).toEqual({ ok: true, value: [2] });
});
