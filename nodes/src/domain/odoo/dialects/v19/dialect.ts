/** Odoo 19 Community, proven on a real server; the same calls by JSON-2 and by JSON-RPC. */
import { ok } from '../../../ports.ts';
import type { Dialect } from '../../dialect.ts';
import * as moves from './moves.ts';
import * as orders from './orders.ts';
import * as stock from './stock.ts';

export const odoo19: Dialect = {
  name: 'odoo19',
  serialsPerRecord: 'many',
  digitsName: stock.digitsName,
  digits: stock.digits,
  readUnits: stock.readUnits,
  findOrders: orders.findOrders,
  ordersOfGroup: orders.ordersOfGroup,
  components: moves.components,
  byproducts: moves.byproducts,
  finished: moves.finished,
  setProducing: orders.setProducing,
  backflush: orders.backflush,
  bareLines: moves.bareLines,
  setConsumed: moves.setConsumed,
  addComponent: moves.addComponent,
  setByproduct: moves.setByproduct,
  raiseOrdered: orders.raiseOrdered,
  startWorkOrders: orders.startWorkOrders,
  markDone: orders.markDone,
  // The rest begins empty (Odoo 19.0, measured).
  emptyRest: async () => ok(undefined),
  cancelOrder: orders.cancelOrder,
  trackedAmong: stock.trackedAmong,
  findLot: stock.findLot,
  findLots: stock.findLots,
  alreadyMade: stock.alreadyMade,
  createLot: stock.createLot,
  ensureScrap: stock.ensureScrap,
  readScrap: stock.readScrap,
  validateScrap: stock.validateScrap,
};
