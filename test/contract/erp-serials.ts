/** What several serial numbers on one order promise: every unit ends once with its own, however the version splits the order. */
import type { OrderIntent, PostingPolicy } from '../../nodes/src/domain/odoo/order-intent.ts';
import { createOrder, type SeededPlant } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';
import { someOf } from './erp-intents.ts';
import { Line, type OrderInOdoo } from './erp-line.ts';
import { plantThatMakes } from './intents/next-level.ts';

/** A line that makes devices with serial numbers, each of one unit of a lot. */
class DeviceLine extends Line {
  unit(name: string, report: 'partial' | 'final' = 'partial'): OrderIntent {
    return this.good('1', report, { lot: this.lot(name) });
  }

  /** What is in stock through the order: serial number → quantity, and the state of every record. */
  async made(): Promise<{ states: string[]; units: Record<string, number> }> {
    const orders = await this.inOdoo();
    const units = Object.assign({}, ...orders.map(({ finished }: OrderInOdoo) => finished)) as Record<string, number>;
    const short = (name: string): string => name.replace(`${this.plant.fg.code} ${this.order.name}-`, '');
    return {
      states: orders.map(({ state, produced }) => `${state} ${produced}`),
      units: Object.fromEntries(Object.entries(units).map(([name, quantity]) => [short(name), quantity])),
    };
  }
}

/** `once`: the good case alone, for servers and modes whose calls another run of the suite shows whole. */
export type SerialDepth = 'whole' | 'core' | 'once';

export function serialPromises(major: 14 | 19, get: () => ErpBench, depth: SerialDepth = 'whole'): void {
  const test = depth === 'whole' ? globalThis.test : someOf(globalThis.test, depth === 'core' ? CORE : [GOOD_CASE]);
  let device: SeededPlant | undefined;
  const line = async (quantity: number, policy: Partial<PostingPolicy> = {}): Promise<DeviceLine> => {
    const { admin, erp, plant } = get();
    device ??= await plantThatMakes(
      { admin, plant, major },
      {
        code: `${plant.prefix}-UNIT`,
        tracking: 'serial',
        of: plant.rmB,
      },
    );
    return new DeviceLine(erp, device, await createOrder(erp, device, quantity), policy);
  };
  /** One order record of 14 makes one serial number, so that each unit is a part of its own there. */
  const byVersion = <T>(versions: { 14: T; 19: T }): T => versions[major];

  describe('serial numbers of one order', () => {
    test('every unit ends once with its own, told again or not', async () => {
      const l = await line(3);
      for (const name of ['S1', 'S2']) {
        const unit = l.unit(name);
        await l.posted(unit);
        expect(await l.posted(unit)).toMatchObject({ verdict: 'already' });
      }
      const last = l.unit('S3', 'final');
      await l.posted(last);
      const once = await l.inOdoo();
      expect(await l.posted(last)).toMatchObject({ verdict: 'already' });
      expect(await l.inOdoo()).toEqual(once);
      expect(await l.made()).toEqual({
        states: byVersion({ 14: ['done 1', 'done 1', 'done 1'], 19: ['done 3'] }),
        units: { S1: 1, S2: 1, S3: 1 },
      });
      const used = once.flatMap((order) => Object.values(order.components));
      expect(used.reduce((sum, quantity) => sum + quantity, 0)).toBe(3);
    });

    test('a part of them closes, the rest is made later; a unit taken back is not made', async () => {
      const l = await line(4);
      await l.posted(l.unit('S1'));
      await l.posted(l.unit('S2'));
      await l.posted(l.good('-1', 'correction', { lot: l.lot('S2') }));
      await l.posted(l.unit('S3', 'final'));
      const parts = byVersion({ 14: ['done 1', 'done 1'], 19: ['done 2'] });
      expect(await l.made()).toEqual({ states: [...parts, 'confirmed 0'], units: { S1: 1, S3: 1 } });
      await l.posted(l.unit('S4'));
      await l.posted(l.unit('S5', 'final'));
      expect(await l.made()).toEqual({ states: [...parts, ...parts], units: { S1: 1, S3: 1, S4: 1, S5: 1 } });
    });

    test('a number made already, told twice or for several units, and a unit too many are refused before anything is written', async () => {
      const other = await line(1);
      await other.posted(other.unit('S1', 'final'));
      const l = await line(2);
      const stranger = l.good('1', 'partial', { lot: other.lot('S1') });
      const answer = await l.post(stranger);
      expect(answer).toMatchObject({
        ok: false,
        failure: { code: 'serial-used', reason: expect.stringContaining(other.lot('S1')) },
      });
      expect(await l.inOdoo()).toMatchObject([{ state: 'confirmed', producing: 0 }]);
      expect(await l.refused(l.good('2', 'partial', { lot: l.lot('S1') }))).toBe('serial-quantity');
      expect(await l.refused(l.good('1', 'partial', { lot: l.lot('S1'), uom: 'DZN' }))).toBe('serial-quantity');
      await l.posted(l.unit('S1'));
      expect(await l.refused(l.unit('S1'))).toBe('serial-used');
      await l.posted(l.unit('S2'));
      expect(await l.refused(l.unit('S1'))).toBe('serial-used');
      expect(await l.refused(l.unit('S3'))).toBe('over-production');
      await l.posted(l.good('0', 'final', { lot: l.lot('S2') }));
      expect((await l.made()).units).toEqual({ S1: 1, S2: 1 });
    });

    test('a tolerance lets one more pass', async () => {
      const l = await line(2, { overTolerancePct: '50' });
      await l.posted(l.unit('S1'));
      await l.posted(l.unit('S2'));
      const more = l.unit('S3', 'final');
      await l.posted(more);
      expect(await l.posted(more)).toMatchObject({ verdict: 'already' });
      const states = byVersion({ 14: ['done 1', 'done 1', 'done 1'], 19: ['done 3'] });
      expect(await l.made()).toEqual({ states, units: { S1: 1, S2: 1, S3: 1 } });
    });

    test('rejected units are made and scrapped under their numbers, also one that was reported good before', async () => {
      const l = await line(2);
      await l.posted(l.unit('S1'));
      const rejected = l.scrap('output', l.plant.fg, '1', { lot: l.lot('S9') });
      const spoiled = l.scrap('output', l.plant.fg, '1', { lot: l.lot('S1') });
      expect(await l.refused(rejected)).toBe('waiting-for-close');
      await l.posted(l.unit('S2', 'final'));
      for (const scrap of [rejected, spoiled]) {
        await l.posted(scrap);
        expect(await l.posted(scrap)).toMatchObject({ verdict: 'already' });
      }
      expect((await l.made()).units).toEqual({ S1: 1, S2: 1, S9: 1 });
      expect(await l.scraps()).toHaveLength(2);
      const left = ['S1', 'S2', 'S9'].map((name) => l.stock(l.plant.fg, l.lot(name)));
      expect(await Promise.all(left)).toEqual([0, 1, 0]);
    });

    test('with one part for each unit, what went into it is known by number', async () => {
      const l = await line(3, { post: 'perPallet', palletQuantity: '1' });
      await l.posted(l.unit('S1'));
      await l.posted(l.unit('S2'));
      await l.posted(l.unit('S3', 'final'));
      expect(await l.made()).toMatchObject({ states: ['done 1', 'done 1', 'done 1'], units: { S1: 1, S2: 1, S3: 1 } });
    });

    test('four orders of one product at once get each their own', async () => {
      const lines: DeviceLine[] = [];
      for (let at = 0; at < 4; at += 1) lines.push(await line(2));
      await Promise.all(lines.map((l) => l.posted(l.unit('S1'))));
      await Promise.all(lines.map((l) => settled(l, l.unit('S2', 'final'))));
      for (const l of lines) expect((await l.made()).units).toEqual({ S1: 1, S2: 1 });
    });

    test.each([
      ['the units made', '"qty_producing":'],
      ['the closing with a rest', 'button_mark_done'],
    ])('%s is found by the next attempt when the answer is lost', async (_what, marker) => {
      const { wire } = get();
      const l = await line(3);
      await l.posted(l.unit('S1'));
      const second = l.unit('S2', 'final');
      const before = wire.lost;
      wire.loseAnswerTo(marker);
      expect(await l.refused(second)).toBe('odoo-answer-lost');
      expect(wire.lost).toBe(before + 1);
      await settled(l, second);
      expect((await l.made()).units).toEqual({ S1: 1, S2: 1 });
      await settled(l, l.unit('S3', 'final'));
      expect((await l.made()).units).toEqual({ S1: 1, S2: 1, S3: 1 });
    });
  });
}

/** Four at once share a component; Odoo turns some of them away for the moment, as an outbox meets it. */
async function settled(line: DeviceLine, intent: OrderIntent): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await line.post(intent);
    if (answer.ok) return;
    if (!['transient', 'unknown'].includes(answer.failure.class)) throw new Error(JSON.stringify(answer.failure));
  }
  throw new Error('not posted after twenty attempts');
}

const GOOD_CASE = 'every unit ends once with its own, told again or not';
const CORE = [GOOD_CASE, '%s is found by the next attempt when the answer is lost'];
