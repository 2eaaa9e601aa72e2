/** What expecting an announced delivery promises, and what becomes of it when the goods are there. */
import type { ErpBench } from '../erp.ts';
import { material, pieces } from './stock-bench.ts';
import { type Dock, dockOf, type Purchase } from './trade-bench.ts';

export function expectPromises(get: () => ErpBench, major: 14 | 19): void {
  const open = () => dockOf(get(), major);
  const some = (value: string, lot: string) => ({ material: material(get().plant.rmB), quantity: pieces(value), lot });
  const advice = ({ bench }: Dock, order: Purchase, lines: readonly object[], more: object = {}) => ({
    ...{ kind: 'expectGoods', order: order.name, advice: 'DA-1', supplier: 'S-100', purpose: 'original' },
    ...{ eta: '2026-12-04', lines, ...bench.head(), partition: `MUC1:po:${order.name}`, ...more },
  });
  const receipt = ({ bench }: Dock, order: Purchase, lines: readonly object[]) => ({
    ...{ kind: 'receive', order: order.name, receipt: 'GR-1', advice: 'DA-1', supplier: 'S-100', lines },
    ...{ ...bench.head(), partition: `MUC1:po:${order.name}` },
  });
  const waiting = async ({ bench }: Dock, order: Purchase) => {
    const fields = ['name', 'state', 'scheduled_date'];
    const [row] = await bench.read('stock.picking', [['origin', '=', order.name]], fields);
    return {
      id: Number(row?.['id']),
      name: String(row?.['name']),
      state: row?.['state'],
      day: row?.['scheduled_date'],
    };
  };
  const beside = async ({ bench }: Dock, model: string, id: number) => {
    const on = (field: string) => [
      [field, '=', model],
      ['res_id', '=', id],
    ];
    const notes = await bench.read('mail.message', [...on('model'), ['body', 'like', 'DA-1']], ['body']);
    const tasks = await bench.read('mail.activity', on('res_model'), ['summary']);
    return { notes: notes.map((one) => String(one['body'])), tasks: tasks.map((one) => String(one['summary'])) };
  };

  describe('an announced delivery', () => {
    test('is expected on its day with its lots, by four at once and again, and nothing is received', async () => {
      const dock = await open();
      const order = await dock.order([[get().plant.rmB, 60]]);
      const intent = advice(dock, order, [some('40', 'L-1'), { ...some('20', 'L-2'), sscc: '340123450000000017' }]);
      await dock.bench.inParallel(intent, 4);
      expect(await dock.bench.posted(intent)).toMatchObject({ verdict: 'already' });
      const receipt = await waiting(dock, order);
      expect(receipt).toMatchObject({ state: 'assigned', day: expect.stringMatching(/^2026-12-04 /) });
      const { notes, tasks } = await beside(dock, 'stock.picking', receipt.id);
      expect(notes).toEqual([expect.stringContaining('20 C62 of')]);
      expect(notes[0]).toContain('lot L-2, label 340123450000000017');
      expect(tasks).toEqual([]);
      expect(await dock.lines(order)).toMatchObject([{ qty_received: 0 }]);
    });

    test('is replaced until goods came; what differs then is a claim, once, and a later change is refused', async () => {
      const dock = await open();
      const { prefix } = get().plant;
      const order = await dock.order([[get().plant.rmB, 60]]);
      await dock.bench.posted(advice(dock, order, [some('60', `${prefix}-E1`)]));
      const replacing = { purpose: 'replace', eta: '2026-12-09' };
      await dock.bench.posted(advice(dock, order, [some('50', `${prefix}-E1`)], replacing));
      const before = await waiting(dock, order);
      expect(before.day).toMatch(/^2026-12-09 /);
      const came = receipt(dock, order, [some('48', `${prefix}-E1`)]);
      const claim = { despatchAdviceId: 'DA-1', lines: [{ announced: { value: '50' }, received: { value: '48' } }] };
      expect(await dock.bench.posted(came)).toMatchObject({ verdict: 'posted', readBack: { claim } });
      expect(await dock.bench.posted(came)).toMatchObject({ verdict: 'already', readBack: { claim } });
      const { notes, tasks } = await beside(dock, 'stock.picking', before.id);
      // Odoo 14 tells whoever gets the task in a message of its own.
      const ours = notes.filter((note) => note.startsWith('<p>') && note.includes('50 announced, 48 received'));
      expect(ours).toHaveLength(1);
      expect(tasks).toEqual([expect.stringContaining('Claim? DA-1')]);
      for (const purpose of ['replace', 'cancel']) {
        expect(await dock.bench.refused(advice(dock, order, [some('40', 'L-1')], { purpose }))).toBe('advice-received');
      }
    });

    test('that is more than ordered asks the buyer, and one that is withdrawn says so', async () => {
      const dock = await open();
      const order = await dock.order([[get().plant.rmB, 60]]);
      await dock.bench.posted(advice(dock, order, [some('63', 'L-1')], { overPercent: '5' }));
      const { id } = await waiting(dock, order);
      expect((await beside(dock, 'stock.picking', id)).tasks).toEqual([]);
      await dock.bench.posted(advice(dock, order, [some('64', 'L-1')], { overPercent: '5', purpose: 'replace' }));
      expect((await beside(dock, 'stock.picking', id)).tasks).toEqual([expect.stringContaining('More announced')]);
      await dock.bench.posted(advice(dock, order, [], { purpose: 'cancel' }));
      expect((await beside(dock, 'stock.picking', id)).notes).toContainEqual(expect.stringContaining('is withdrawn'));
    });

    test('for an order that does not have the goods is refused with the orders that do', async () => {
      const dock = await open();
      const { rmA, rmB } = get().plant;
      const [here, there] = [await dock.order([[rmA, 10]]), await dock.order([[rmB, 60]])];
      for (const order of [here, { id: 0, name: 'P-NONE' }]) {
        const answer = await dock.bench.post(advice(dock, order, [some('40', 'L-1')]));
        expect(answer).toMatchObject({ ok: false, failure: { reason: expect.stringContaining(`${there.name} (60)`) } });
      }
    });
  });
}
