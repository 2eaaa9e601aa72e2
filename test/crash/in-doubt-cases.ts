/** What is posted while answers get lost, and what Odoo must show afterwards. One order of ten pieces for each trial. */
import { type Intent, intentSchema } from '../../nodes/src/domain/odoo/intent.ts';
import type { PostingPolicy } from '../../nodes/src/domain/odoo/order-intent.ts';
import type { Line } from '../contract/erp-line.ts';
import { newDelivery } from '../contract/intents/stock-ship.ts';
import type { SeededProduct } from '../live/seed.ts';

interface Reported {
  readonly before?: readonly Intent[];
  readonly subject: Intent;
}

export interface Case {
  readonly name: string;
  readonly policy?: Partial<PostingPolicy>;
  /** `subject` loses answers; `before` does not and is posted first. */
  intents(line: Line): Reported | Promise<Reported>;
  /** The subject was reported before the others and waits for them. */
  readonly waits?: true;
  check(line: Line): Promise<void>;
  /** Change of stock: component A (kg), component B, by-product (kg), finished good. */
  readonly moves: readonly [number, number, number, number];
}

const none = [0, 0, 0, 0] as const;
/** By the bill of materials, for so many pieces. */
const made = (pieces: number, left = pieces): [number, number, number, number] => [
  -0.5 * pieces,
  -2 * pieces,
  0.1 * pieces,
  left,
];

const once = async (line: Line, name: string): Promise<void> => {
  expect(await line.read('stock.lot', [['name', '=', name]], ['name'])).toHaveLength(1);
};

/** An intent about goods in the stock, named after the order of its trial so that each trial has its own. */
const ofGoods = (line: Line, kind: string, product: SeededProduct, more: object): Intent =>
  intentSchema.parse({
    ...{ kind, key: `k1.${line.order.name}`, partition: `MUC1:test:${line.order.name}`, at: '2026-11-20T08:00:00Z' },
    ...(kind === 'ship' ? {} : { material: { id: product.code, by: 'code', value: product.code } }),
    ...more,
  });

const place = async (line: Line) => {
  const [found] = await line.read('stock.location', [['id', '=', line.plant.stockLocation]], ['complete_name']);
  return { id: 'STOCK', by: 'code', value: String(found?.['complete_name']) };
};

const here = async (line: Line): Promise<number> => {
  const domain = [
    ['product_id', '=', line.plant.rmA.id],
    ['location_id', '=', line.plant.stockLocation],
  ];
  const quants = await line.read('stock.quant', domain, ['quantity']);
  return quants.reduce((sum, quant) => sum + (quant['quantity'] as number), 0);
};

export const cases: readonly Case[] = [
  {
    name: 'creating a lot and recording a first count',
    intents: (line) => ({ subject: line.good('3', 'partial', { lot: line.lot() }) }),
    async check(line) {
      await once(line, line.lot());
      expect(await line.inOdoo()).toMatchObject([{ state: 'progress', producing: 3, produced: 0 }]);
    },
    moves: none,
  },
  {
    name: 'completing an order with a backorder',
    policy: { remainder: 'backorder' },
    intents: (line) => ({ subject: line.good('4', 'final', { lot: line.lot() }) }),
    async check(line) {
      await once(line, line.lot());
      expect(await line.inOdoo()).toMatchObject([
        { state: 'done', produced: 4 },
        { state: 'confirmed', ordered: 6, producing: 0 },
      ]);
      expect(await line.stock(line.plant.fg, line.lot())).toBe(4);
    },
    moves: made(4),
  },
  {
    name: 'completing an order in full',
    intents: (line) => ({
      before: [line.good('6', 'partial', { lot: line.lot() })],
      subject: line.good('4', 'final', { lot: line.lot() }),
    }),
    async check(line) {
      expect(await line.inOdoo()).toMatchObject([{ state: 'done', produced: 10 }]);
      expect(await line.stock(line.plant.fg, line.lot())).toBe(10);
    },
    moves: made(10),
  },
  {
    name: 'closing two pallets with one count',
    policy: { post: 'perPallet', palletQuantity: '4' },
    intents: (line) => ({ subject: line.good('9', 'partial', { lot: line.lot() }) }),
    async check(line) {
      expect(await line.inOdoo()).toMatchObject([
        { state: 'done', produced: 4 },
        { state: 'done', produced: 4 },
        { ordered: 2, producing: 1 },
      ]);
      expect(await line.stock(line.plant.fg, line.lot())).toBe(8);
    },
    moves: made(8),
  },
  {
    name: 'scrapping a component',
    intents: (line) => ({ subject: line.scrap('input', line.plant.rmB, '1', { lot: line.plant.lotsOfB[0] }) }),
    async check(line) {
      const scraps = await line.scraps();
      expect(scraps).toMatchObject([{ state: 'done', scrap_qty: 1 }]);
      expect(await line.read('stock.move', [['scrap_id', '=', scraps[0]?.['id']]], ['state'])).toHaveLength(1);
    },
    moves: [0, -1, 0, 0],
  },
  {
    name: 'scrapping finished pieces after the order closed',
    waits: true,
    intents: (line) => ({
      before: [line.good('8', 'final', { lot: line.lot() })],
      subject: line.scrap('output', line.plant.fg, '2', { lot: line.lot() }),
    }),
    async check(line) {
      expect(await line.scraps()).toMatchObject([{ state: 'done', scrap_qty: 2 }]);
      expect(await line.stock(line.plant.fg, line.lot())).toBe(8);
    },
    moves: made(10, 8),
  },
  {
    name: 'recording measured consumption',
    policy: { consumption: 'actual' },
    intents: (line) => ({ subject: line.consume(line.plant.rmB, '3', { lot: line.plant.lotsOfB[1], uom: 'C62' }) }),
    async check(line) {
      const key = `${line.plant.rmB.code} ${line.plant.lotsOfB[1]}`;
      expect(await line.inOdoo()).toMatchObject([{ components: { [key]: 3 } }]);
    },
    moves: none,
  },
  {
    name: 'recording a by-product',
    intents: (line) => ({ subject: line.byproduct('0.7') }),
    async check(line) {
      expect(await line.inOdoo()).toMatchObject([{ finished: { [line.plant.byproduct.code]: 0.7 } }]);
    },
    moves: none,
  },
  {
    name: 'validating a delivery',
    async intents(line) {
      const picking = await newDelivery(line, 19, [[line.plant.rmB, 5]], line.order.name);
      const name = String(picking['name']);
      const { rmB, lotsOfB } = line.plant;
      const material = { id: rmB.code, by: 'code', value: rmB.code };
      const lines = [{ material, lot: lotsOfB[1], quantity: { value: '3', uom: 'C62' } }];
      const subject = ofGoods(line, 'ship', rmB, { delivery: { id: name, by: 'name', value: name }, lines });
      return { subject };
    },
    async check(line) {
      const [done, rest] = await line.read('stock.picking', [['origin', '=', line.order.name]], ['state'], 'id');
      expect([done, rest]).toMatchObject([{ state: 'done' }, { state: 'assigned' }]);
      const moved = await line.read('stock.move.line', [['picking_id', '=', done?.['id']]], ['quantity']);
      expect(moved).toMatchObject([{ quantity: 3 }]);
    },
    moves: [0, -3, 0, 0],
  },
  {
    name: 'counting a place',
    async intents(line) {
      const value = String(Math.round((await here(line)) * 100 - 50) / 100);
      const more = { place: await place(line), quantity: { value, uom: 'KGM' }, reference: line.order.name };
      return { subject: ofGoods(line, 'count', line.plant.rmA, more) };
    },
    async check(line) {
      const named = [['reference', '=', `Count ${line.order.name} k1.${line.order.name}`]];
      expect(await line.read('stock.move', named, ['state'])).toMatchObject([{ state: 'done' }]);
    },
    moves: [-0.5, 0, 0, 0],
  },
  {
    name: 'correcting stock',
    async intents(line) {
      const more = { place: await place(line), quantity: { value: '-0.5', uom: 'KGM' }, reason: line.order.name };
      return { subject: ofGoods(line, 'adjust', line.plant.rmA, more) };
    },
    async check(line) {
      const named = [['origin', '=', line.order.name]];
      expect(await line.read('stock.picking', named, ['state'])).toMatchObject([{ state: 'done' }]);
    },
    moves: [-0.5, 0, 0, 0],
  },
];
