/** The event types of this area. */
import { assetUpserted } from './asset-upserted.ts';
import { bomUpserted } from './bom-upserted.ts';
import { equipmentUpserted } from './equipment-upserted.ts';
import { locationUpserted } from './location-upserted.ts';
import { materialUpserted } from './material-upserted.ts';
import { customerUpserted, supplierUpserted } from './partner-upserted.ts';
import { supplierpriceUpserted } from './supplierprice-upserted.ts';
import { uomUpserted } from './uom-upserted.ts';

export const master = {
  'master.material.upserted': materialUpserted,
  'master.bom.upserted': bomUpserted,
  'master.equipment.upserted': equipmentUpserted,
  'master.asset.upserted': assetUpserted,
  'master.location.upserted': locationUpserted,
  'master.uom.upserted': uomUpserted,
  'master.supplier.upserted': supplierUpserted,
  'master.customer.upserted': customerUpserted,
  'master.supplierprice.upserted': supplierpriceUpserted,
} as const;
