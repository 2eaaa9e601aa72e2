/** Lines of lots in Odoo 14: what is reserved and what was taken are two fields, only the first is in the product's unit. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Amount, amount } from '../../amount.ts';
import { type LotLine, type LotRows, named } from '../../intents/quality/lot-line.ts';
import { type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';

const row = z.object({
  id: z.number(),
  move_id: oneOrNone,
  picking_id: named,
  product_id: one,
  lot_id: named,
  location_id: one,
  location_dest_id: one,
  package_id: oneOrNone,
  result_package_id: oneOrNone,
  owner_id: oneOrNone,
  product_qty: decimal,
  qty_done: decimal,
  product_uom_id: one,
});
type Line = z.output<typeof row>;

async function readLines(erp: Erp, domain: Domain): Promise<Result<LotLine[]>> {
  const found = await rows(erp, { model: 'stock.move.line', row, domain, order: 'id' });
  if (!found.ok || found.value.length === 0) return found.ok ? ok([]) : found;
  const inProductUnit = await converter(erp, found.value);
  if (!inProductUnit.ok) return inProductUnit;
  return ok(
    found.value.map((line) => ({
      id: line.id,
      move: line.move_id,
      lot: line.lot_id,
      product: line.product_id,
      from: line.location_id,
      to: line.location_dest_id,
      quantity: line.qty_done.isZero() ? line.product_qty : inProductUnit.value(line),
      isPicked: !line.qty_done.isZero(),
      picking: line.picking_id,
      package: line.package_id,
      into: line.result_package_id,
      owner: line.owner_id,
    })),
  );
}

async function converter(erp: Erp, lines: readonly Line[]): Promise<Result<(line: Line) => Amount>> {
  const products = await rows(erp, {
    model: 'product.product',
    row: z.object({ id: z.number(), uom_id: one }),
    domain: [['id', 'in', [...new Set(lines.map((line) => line.product_id))]]],
  });
  if (!products.ok) return products;
  const unitOf = new Map(products.value.map(({ id, uom_id }) => [id, uom_id]));
  const others = lines.filter((line) => unitOf.get(line.product_id) !== line.product_uom_id);
  if (others.length === 0) return ok((line) => line.qty_done);
  const units = await rows(erp, {
    model: 'uom.uom',
    row: z.object({ id: z.number(), factor: decimal }),
    domain: [['id', 'in', [...new Set([...unitOf.values(), ...others.map((line) => line.product_uom_id)])]]],
  });
  if (!units.ok) return units;
  // Here a factor says how many of the unit make one of the reference unit.
  const factors = new Map(units.value.map(({ id, factor }) => [id, factor]));
  const factor = (unit: number | undefined): Amount => factors.get(unit ?? 0) ?? amount(1);
  return ok((line) =>
    line.qty_done
      .times(factor(unitOf.get(line.product_id)))
      .dividedBy(factor(line.product_uom_id))
      .toDecimalPlaces(9),
  );
}

export const lotRows14: LotRows = {
  lotModel: 'stock.production.lot',
  readLines,
  holdsStock: ['|', ['product_uom_qty', '>', 0], ['qty_done', '>', 0]],
  unpicked: {},
  lineColumns: (quantity) => ({ qty_done: quantity }),
  lineValues: (quantity) => ({ qty_done: quantity }),
  asksAccess: { method: 'check_access_rights', args: { operation: 'read', raise_exception: false } },
};
