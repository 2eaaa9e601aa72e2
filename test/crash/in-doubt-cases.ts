/** What is posted while answers get lost, and what Odoo must show afterwards. One order of ten pieces for each trial. */
import type { Intent } from '../../nodes/src/domain/odoo/intent.ts';
import type { PostingPolicy } from '../../nodes/src/domain/odoo/order-intent.ts';
import type { Line } from '../contract/erp-line.ts';

export interface Case {
  readonly name: string;
  readonly policy?: Partial<PostingPolicy>;
  /** `subject` loses answers; `before` does not and is posted first. */
  intents(line: Line): { readonly before?: readonly Intent[]; readonly subject: Intent };
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
];
