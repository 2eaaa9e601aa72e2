/** A further level of production: a product with a bill of materials of one component. */
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { loadOne, type SeededPlant, type SeededProduct } from '../../live/seed.ts';

export interface Level {
  readonly code: string;
  readonly tracking: 'lot' | 'serial';
  /** One of it goes into each. */
  readonly of: SeededProduct;
}

interface At {
  readonly admin: Erp;
  readonly plant: SeededPlant;
  readonly major: 14 | 19;
}

export async function plantThatMakes({ admin, plant, major }: At, { code, tracking, of }: Level): Promise<SeededPlant> {
  const externalId = `pw_lots.${code.toLowerCase().replaceAll('-', '_')}`;
  const kind =
    major === 14 ? { type: 'product', 'uom_po_id/id': 'uom.product_uom_unit' } : { type: 'consu', is_storable: '1' };
  const id = await loadOne(admin, 'product.product', {
    id: externalId,
    name: code,
    default_code: code,
    tracking,
    'uom_id/id': 'uom.product_uom_unit',
    ...kind,
  });
  const bom = await loadOne(admin, 'mrp.bom', {
    id: `${externalId}_bom`,
    'product_tmpl_id/id': `${externalId}_product_template`,
    product_qty: '1',
    type: 'normal',
  });
  await loadOne(admin, 'mrp.bom.line', {
    id: `${externalId}_bom_line`,
    'bom_id/.id': String(bom),
    'product_id/.id': String(of.id),
    product_qty: '1',
  });
  return { ...plant, fg: { id, code, externalId }, bom };
}
