/** Master data of 19: storable is a flag, units are a tree without categories. */
import { amount, text } from '../../amount.ts';
import type { MasterData } from '../master-data-rows.ts';

const idOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

export const masterData19: MasterData = {
  kinds: {
    goods: { type: 'consu', is_storable: true },
    consumable: { type: 'consu', is_storable: false },
    service: { type: 'service' },
  },
  unitFields: ['uom_id'],
  supplierField: 'partner_id',
  scrapPlace: { usage: 'inventory' },
  baseUnitFields: ['id'],
  baseUnit: ({ id }) => (typeof id === 'number' ? { id, inReference: amount(1) } : undefined),
  unitCells: (base, factor) => ({ 'relative_uom_id/.id': String(base.id), relative_factor: text(factor) }),
  unitFieldsToRead: ['relative_uom_id', 'relative_factor'],
  factorOf: ({ relative_uom_id: unit, relative_factor: factor }, base) =>
    idOf(unit) === base.id && typeof factor === 'number' ? amount(factor) : undefined,
};
