/** What every foreign machine has to show: whatever happens to its server, each piece is published and posted once. */
import type { SeededOrder } from '../live/seed.ts';
import type { Line } from './line.ts';
import type { Machine } from './machine.ts';
import { coverage, sum } from './ranges.ts';

export interface Bench {
  readonly machine: Machine;
  readonly line: Line;
  /** Names of its counters in events. */
  readonly tags: { readonly good: string; readonly scrap: string };
  /** What the machine shows as the running order. */
  shown(order: SeededOrder): Promise<string>;
  /** The appliance has noticed that the server is gone. */
  isOut(): boolean;
}

/** Registers as the machine comes: the one of good pieces starts again at zero during the second test's outage. */
export const START = { good: 2 ** 32 - 340, scrap: 2 ** 16 - 30 };
export const PIECES_PER_SECOND = 20;
/** Codes that fit a register. */
const LOTS = ['101', '102', '103'] as const;
const MADE = [
  { good: 300, scrap: 50 },
  { good: 100, scrap: 0 },
  { good: 50, scrap: 0 },
] as const;
const TEST_MS = 180_000;

export function foreignSuite(open: () => Promise<Bench>): void {
  let bench: Bench;

  beforeAll(async () => {
    bench = await open();
  }, 600_000);

  afterAll(async () => {
    await bench?.line.close();
    await bench?.machine.close();
  }, 60_000);

  test(
    'killed three times while it counts: values arrive, counting goes on, every piece is posted once',
    async () => {
      const { line, machine } = bench;
      const order = await begin(0);
      await machine.make(300, 50);
      for (const made of [20, 90, 160]) {
        await line.until(`${made} good pieces are published`, () => published() >= made);
        await outage();
        expect(machine.isIdle).toBe(false);
        await machine.start();
      }
      await complete(0, order);
    },
    TEST_MS,
  );

  test(
    'pieces made while the server was dead are counted, also over the end of the register',
    async () => {
      const { line, machine } = bench;
      const order = await begin(1);
      await machine.make(20, 0);
      await line.until('20 more are published', () => published() === 320);
      await outage();
      expect(machine.memory('GoodCount')).toBe(2 ** 32 - 20);
      machine.remember({ GoodCount: '20', MadeGood: '360' });
      await machine.start();
      await machine.make(40, 0);
      await complete(1, order);
      expect(coverage(line.published(), bench.tags.good)).toHaveLength(1);
    },
    TEST_MS,
  );

  test(
    'a register that lost its content begins a new epoch at zero',
    async () => {
      const { line, machine } = bench;
      const order = await begin(2);
      await machine.make(20, 0);
      await line.until('20 more are published', () => published() === 420);
      await outage();
      machine.remember({ GoodCount: '0' });
      await machine.start();
      await machine.make(30, 0);
      await complete(2, order);
      expect(coverage(line.published(), bench.tags.good)).toEqual([
        expect.objectContaining({ epoch: 1, from: START.good, to: START.good + 420 }),
        expect.objectContaining({ epoch: 2, from: 0, to: 30 }),
      ]);
    },
    TEST_MS,
  );

  const published = (): number => sum(bench.line.published(), bench.tags.good);

  /** A new order at the machine, as line control announces it. */
  async function begin(index: 0 | 1 | 2): Promise<SeededOrder> {
    const { line, machine } = bench;
    const order = await line.order(MADE[index].good);
    await machine.set('OrderComplete', 0);
    await machine.set('Lot', LOTS[index]);
    await machine.set('Order', await bench.shown(order));
    return order;
  }

  async function outage(): Promise<void> {
    await bench.machine.kill();
    await bench.line.until('the outage is noticed', () => bench.isOut());
  }

  /** Closes the order at the machine and compares its own counts with what was published and what Odoo holds. */
  async function complete(index: 0 | 1 | 2, order: SeededOrder): Promise<void> {
    const { line, machine, tags } = bench;
    const { good, scrap } = MADE[index];
    await line.until('everything is made', () => machine.isIdle);
    await machine.set('OrderComplete', 1);
    await line.until('Odoo has closed the order', async () => (await line.group(order)).parts[0]?.state === 'done');
    await line.until('everything has left', () => line.isEmpty());
    expect(await line.deadLetters()).toEqual([]);
    expect(sum(line.published(), tags.good)).toBe(machine.memory('MadeGood'));
    expect(sum(line.published(), tags.scrap)).toBe(machine.memory('MadeScrap'));
    const scrapped = coverage(line.published(), tags.scrap);
    expect(scrapped).toEqual([expect.objectContaining({ from: START.scrap, to: START.scrap + 50 })]);
    expect(coverage(line.published(), tags.good)[0]?.from).toBe(START.good);
    const ids = line.published().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const { parts } = await line.group(order);
    const lot = `fg/${LOTS[index]}`;
    expect(parts.map(({ state }) => state)).toEqual(['done']);
    expect(parts[0]?.produced).toEqual({ [lot]: String(good + scrap) });
    expect(parts[0]?.scrapped).toEqual(scrap > 0 ? { [lot]: String(scrap) } : {});
  }
}
