/** What a dialect must be able to do: Odoo's order, its moves, lots and scraps, without names of models or fields. */
import type { Erp, Result } from '../ports.ts';
import type { Amount } from './amount.ts';
import type { UnitBook } from './materials.ts';

export type OrderState = 'draft' | 'confirmed' | 'progress' | 'to_close' | 'done' | 'cancel';

/** One manufacturing order record; an order that was split has several, one after the other. */
export interface OrderDocument {
  readonly id: number;
  readonly name: string;
  readonly state: OrderState;
  readonly product: number;
  readonly unit: number;
  /** Quantity to make. */
  readonly ordered: Amount;
  /** Quantity recorded and not yet in stock. */
  readonly producing: Amount;
  /** Quantity in stock. */
  readonly produced: Amount;
  readonly lots: readonly number[];
  /** What ties the parts of one order together after a split. */
  readonly group?: number | undefined;
  readonly sequence: number;
  readonly consumption: 'flexible' | 'warning' | 'strict';
  readonly source: number;
  readonly destination: number;
  readonly workOrders: readonly number[];
}

/** A component or by-product line of an order. */
export interface MoveDocument {
  readonly id: number;
  readonly product: number;
  readonly unit: number;
  readonly location: number;
  readonly demand: Amount;
  readonly quantity: Amount;
  /** Somebody recorded the quantity; otherwise it is only a plan or a reservation. */
  readonly recorded: boolean;
  readonly closed: boolean;
  readonly lines: readonly MoveLine[];
}

export interface MoveLine {
  readonly id: number;
  readonly lot?: number | undefined;
  readonly quantity: Amount;
}

export interface WantedLine {
  readonly lot?: number | undefined;
  readonly quantity: Amount;
}

export interface Ending {
  /** The rest becomes a new order record; otherwise nothing of it remains. */
  readonly backorder: boolean;
  /** Consumption may differ from the bill of materials without asking a person. */
  readonly acceptConsumption: boolean;
}

export interface ScrapRequest {
  readonly externalId: string;
  readonly product: number;
  readonly unit: number;
  readonly lot?: number | undefined;
  readonly quantity: Amount;
  readonly location: number;
  readonly order: number;
  readonly origin: string;
  readonly reason: string;
}

export interface ScrapDocument {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly quantity: Amount;
  readonly product: number;
  readonly lot?: number | undefined;
  readonly order?: number | undefined;
}

export interface Dialect {
  readonly name: string;
  /** How many serial numbers of its product one order record can make. */
  readonly serialsPerRecord: 'one' | 'many';
  /** What Odoo calls the decimals it keeps for quantities. */
  readonly digitsName: string;
  /** Decimals Odoo keeps for quantities. */
  digits(erp: Erp): Promise<Result<number>>;
  readUnits(erp: Erp): Promise<Result<UnitBook>>;
  /** Orders of exactly this name, or what became of it by splitting (`X-001`). */
  findOrders(erp: Erp, name: string): Promise<Result<OrderDocument[]>>;
  ordersOfGroup(erp: Erp, group: number): Promise<Result<OrderDocument[]>>;
  components(erp: Erp, order: OrderDocument): Promise<Result<MoveDocument[]>>;
  byproducts(erp: Erp, order: OrderDocument): Promise<Result<MoveDocument[]>>;
  /** Quantity of the finished product that is in stock through this order record, by lot. */
  finished(erp: Erp, order: OrderDocument): Promise<Result<MoveLine[]>>;
  /** Records the quantity made so far, absolute; moves no component. */
  setProducing(erp: Erp, order: OrderDocument, quantity: Amount, lots: readonly number[]): Promise<Result<unknown>>;
  /** Lets Odoo take components by the bill of materials for the recorded quantity; `measured` products stay as they are. */
  backflush(erp: Erp, order: OrderDocument, measured: readonly number[]): Promise<Result<unknown>>;
  /** What finds a tracked component without a lot once Odoo took its components; none may be found. */
  bareLines(order: OrderDocument): readonly { readonly model: string; readonly domain: readonly unknown[] }[];
  /** Replaces what a component line consumed, absolute. */
  setConsumed(erp: Erp, move: MoveDocument, lines: readonly WantedLine[]): Promise<Result<unknown>>;
  addComponent(
    erp: Erp,
    order: OrderDocument,
    component: { product: number; unit: number },
    lines: readonly WantedLine[],
  ): Promise<Result<unknown>>;
  setByproduct(erp: Erp, move: MoveDocument, lines: readonly WantedLine[]): Promise<Result<unknown>>;
  /** Changes the ordered quantity the way Odoo's own dialog does: components follow. */
  raiseOrdered(erp: Erp, order: OrderDocument, quantity: Amount): Promise<Result<unknown>>;
  /** Gives work orders that never started the time the part began. */
  startWorkOrders(erp: Erp, order: OrderDocument, at: string): Promise<Result<unknown>>;
  /** The answer is Odoo's, for `wizard.ts`; whether it is done is read back. */
  markDone(erp: Erp, order: OrderDocument, ending: Ending): Promise<Result<unknown>>;
  /** Takes back what Odoo itself records on the rest of an order it has just split. */
  emptyRest(erp: Erp, order: OrderDocument): Promise<Result<unknown>>;
  cancelOrder(erp: Erp, order: OrderDocument): Promise<Result<unknown>>;
  /** Which of these products are tracked by lot or serial number. */
  trackedAmong(erp: Erp, products: readonly number[]): Promise<Result<number[]>>;
  findLot(erp: Erp, product: number, name: string): Promise<Result<number | undefined>>;
  /** The same for many names in one call. */
  findLots(erp: Erp, product: number, names: readonly string[]): Promise<Result<ReadonlyMap<string, number>>>;
  /** Which of these serial numbers were made before and not taken apart since. */
  alreadyMade(erp: Erp, lots: readonly number[]): Promise<Result<number[]>>;
  createLot(erp: Erp, lot: { externalId: string; product: number; name: string }): Promise<Result<number>>;
  ensureScrap(erp: Erp, request: ScrapRequest): Promise<Result<ScrapDocument>>;
  readScrap(erp: Erp, id: number): Promise<Result<ScrapDocument | undefined>>;
  /** Never twice: Odoo scraps again when asked again. */
  validateScrap(erp: Erp, id: number): Promise<Result<unknown>>;
}
