/** All tables of the simulated Odoo. */
import { ACCOUNT_MODELS } from './account/move.ts';
import { ACTION_MODELS } from './base/actions.ts';
import { AUTOMATION_MODELS } from './base/automation.ts';
import { CALENDAR_MODELS } from './base/calendar.ts';
import { LOG_FIELDS } from './base/log.ts';
import { BASE_MODELS } from './base/models.ts';
import { WORLD_MODELS } from './base/world.ts';
import { CRM_MODELS } from './crm/lead.ts';
import { MAIL_MODELS } from './mail/models.ts';
import { MESSAGE_MODELS } from './maintenance/message.ts';
import { REQUEST_MODELS } from './maintenance/requests.ts';
import { BOM_MODELS } from './mrp/bom.ts';
import { changeQuantity } from './mrp/change.ts';
import { group, production } from './mrp/production.ts';
import { shiftTable } from './mrp/shift.ts';
import { unbuildOrder } from './mrp/unbuild.ts';
import { WIZARD_MODELS } from './mrp/wizard.ts';
import { WORKCENTER_MODELS } from './mrp/workcenter.ts';
import { workorder } from './mrp/workorder.ts';
import type { Model } from './orm/model.ts';
import { PRODUCT_MODELS } from './product/models.ts';
import { uom } from './product/uom.ts';
import { REPAIR_MODELS } from './repair/order.ts';
import { SALE_MODELS } from './sale/order.ts';
import { PARTNER_MODELS } from './sale/partner.ts';
import { quant } from './stock/inventory.ts';
import { LOCATION_MODELS } from './stock/location.ts';
import { lot } from './stock/lot.ts';
import { PICKING_LINE, PICKING_MODELS } from './stock/picking.ts';
import { SCRAP_MODELS } from './stock/scrap.ts';
import { TRADE_MOVE } from './trade/move.ts';
import { PURCHASE_MODELS } from './trade/purchase.ts';

const ALL: readonly Model[] = [
  ...BASE_MODELS,
  ...WORLD_MODELS,
  ...ACTION_MODELS,
  ...AUTOMATION_MODELS,
  ...CALENDAR_MODELS,
  uom,
  ...MAIL_MODELS,
  ...PRODUCT_MODELS,
  ...LOCATION_MODELS,
  lot,
  quant,
  TRADE_MOVE,
  PICKING_LINE,
  ...PICKING_MODELS,
  ...SCRAP_MODELS,
  ...BOM_MODELS,
  ...WORKCENTER_MODELS,
  group,
  production,
  workorder,
  ...WIZARD_MODELS,
  changeQuantity,
  unbuildOrder,
  shiftTable,
  ...MESSAGE_MODELS,
  ...REQUEST_MODELS,
  ...PURCHASE_MODELS,
  ...PARTNER_MODELS,
  ...SALE_MODELS,
  ...ACCOUNT_MODELS,
  ...REPAIR_MODELS,
  ...CRM_MODELS,
];

/** `more`: tables of apps that not every database has. */
export const modelsWith = (more: readonly Model[]): ReadonlyMap<string, Model> =>
  new Map([...ALL, ...more].map((model) => [model.name, { ...model, fields: { ...model.fields, ...LOG_FIELDS } }]));

export const MODELS: ReadonlyMap<string, Model> = modelsWith([]);
