/** A simulator that goes on after a restart as if there had been none. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Machine } from './machine.ts';
import { keep, type Memory, remember } from './memory.ts';
import type { PlannedOrder } from './order.ts';
import { Plant } from './plant.ts';
import type { MachineState } from './state.ts';

const ORDERS: readonly PlannedOrder[] = [
  { order: 'MO/1', material: 'FG-1000', lot: 'L1', quantity: 7, scrap: 2, byproduct: 1, halfWay: { lot: 'L2' } },
  { order: 'MO/2', material: 'FG-2000', lot: 'L3', quantity: 5, componentLot: 'RM20-A' },
];
const SCAN_MS = 500;
/** One piece per scan, so that nothing is owed between two. */
const machine = (): Machine => new Machine({ name: 'Press1', piecesPerSecond: 2, pauseScans: 2 });
const throughJson = (state: MachineState): MachineState => JSON.parse(JSON.stringify(state)) as MachineState;

test('a machine restarted after any scan changes the same tags as one that never stopped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), (stopAfter) => {
      const steady = machine();
      steady.load(ORDERS);
      let restarted = machine();
      restarted.load(ORDERS);
      for (let scan = 0; scan < 40; scan++) {
        if (scan === stopAfter) {
          const next = machine();
          next.restore(throughJson(restarted.state));
          restarted = next;
          expect(restarted.tags).toEqual(steady.tags);
        }
        expect(restarted.scan(SCAN_MS)).toEqual(steady.scan(SCAN_MS));
      }
      expect(restarted.report).toEqual(steady.report);
    }),
  );
});

describe('the file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plantwire-memory-'));
    file = join(folder, 'simulation.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const odoo = {
    uuid: 'u',
    tables: { res_users: { nextId: 2, rows: [[1, { name: 'a' }]] as [number, { name: string }][] } },
  };

  test('brings back the plant and the Odoo it was saved with', () => {
    const plant = new Plant({ startAt: 5 });
    plant.load(ORDERS);
    keep(file, () => ({ plant: plant.state, odoo }))();
    const memory = remember(file, true);
    expect(memory?.odoo).toEqual(odoo);
    const next = new Plant();
    next.restore((memory as Memory).plant);
    expect(next.state).toEqual(plant.state);
    expect(next.machines.flatMap(({ report }) => report.waiting).sort()).toEqual(['MO/1', 'MO/2']);
  });

  test('keeps the registers alone where the orders come from elsewhere: counters never go back', () => {
    const plant = new Plant({ startAt: 5 });
    plant.load(ORDERS);
    keep(file, () => ({ plant: plant.state, odoo }))();
    const next = new Plant();
    next.restore((remember(file, false) as Memory).plant);
    expect(next.isIdle).toBe(true);
    expect(next.machine('Press1')?.report.registers.GoodCount).toBe(5);
  });

  test('is absent on the first start, and damage is not taken for absence', () => {
    expect(remember(file, true)).toBeUndefined();
    writeFileSync(file, '{"plant":');
    expect(() => remember(file, true)).toThrow('JSON');
    expect(existsSync(`${file}.part`)).toBe(false);
  });
});
