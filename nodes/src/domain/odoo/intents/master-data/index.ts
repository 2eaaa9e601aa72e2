/** The intents of this family. */
import { upsertBom } from './upsert-bom.ts';
import { upsertEquipment } from './upsert-equipment.ts';
import { upsertLocation } from './upsert-location.ts';
import { upsertPartner } from './upsert-partner.ts';
import { upsertProduct } from './upsert-product.ts';
import { upsertSupplierPrice } from './upsert-supplier-price.ts';
import { upsertUnit } from './upsert-unit.ts';
import { upsertWorkCentre } from './upsert-work-centre.ts';

export const masterData = [
  upsertProduct,
  upsertBom,
  upsertWorkCentre,
  upsertEquipment,
  upsertLocation,
  upsertUnit,
  upsertPartner,
  upsertSupplierPrice,
] as const;
