/** Odoo 14 Community by JSON-RPC, proven on a real server. Only what differs from 19 is written here. */
import type { Dialect } from '../../dialect.ts';
import { odoo19 } from '../v19/dialect.ts';
import { backflush } from './backflush.ts';
import * as moves from './moves.ts';
import * as orders from './orders.ts';
import { emptyRest } from './rest.ts';
import * as stock from './stock.ts';

export const odoo14: Dialect = {
  ...odoo19,
  name: 'odoo14',
  // An order has one field for its lot.
  serialsPerRecord: 'one',
  digitsName: stock.digitsName,
  digits: stock.digits,
  readUnits: stock.readUnits,
  findOrders: orders.findOrders,
  ordersOfGroup: orders.ordersOfGroup,
  setProducing: orders.setProducing,
  components: moves.components,
  byproducts: moves.byproducts,
  finished: moves.finished,
  backflush,
  // Its `backflush` refuses a tracked component without lots by itself.
  bareLines: () => [],
  setConsumed: moves.setConsumed,
  addComponent: moves.addComponent,
  setByproduct: moves.setByproduct,
  emptyRest,
  findLot: stock.findLot,
  findLots: stock.findLots,
  alreadyMade: stock.alreadyMade,
  createLot: stock.createLot,
  ensureScrap: stock.ensureScrap,
};
