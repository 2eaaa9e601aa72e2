import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPlant, startPlant } from '../support/plant.ts';
import { until } from '../support/time.ts';

const ModbusClient = require('modbus-serial') as new () => {
  connectTCP(host: string, options: { port: number }): Promise<void>;
  readHoldingRegisters(address: number, count: number): Promise<{ data: number[] }>;
  setID(id: number): void;
  close(done: () => void): void;
};

let plant: RunningPlant;
beforeAll(async () => {
  plant = await startPlant('opcua', 'modbus', '--speed', '20');
}, 60_000);
afterAll(() => plant.stop(), 30_000);

async function registers(address: number, count: number): Promise<number[]> {
  const client = new ModbusClient();
  await client.connectTCP('127.0.0.1', { port: Number(new URL(plant.urls.modbus ?? '').port) });
  client.setID(1);
  const { data } = await client.readHoldingRegisters(address, count);
  await new Promise<void>((resolve) => client.close(resolve));
  return data;
}

test('orders are made and the truth about them can be asked', async () => {
  const order = { order: 'MO-1', material: 'FG-1000', lot: 'L1', quantity: 30, scrap: 2, componentLot: 'C1' };
  await plant.command('orders', { orders: [{ ...order, machine: 'Press1' }] });
  await until('the order is complete', async () => (await plant.state()).idle, 20_000);
  expect((await plant.state()).truths).toMatchObject([
    { order: 'MO-1', state: 'complete', counts: { GoodCount: 30, ScrapCount: 2 } },
  ]);
}, 30_000);

test('the meter answers over Modbus, survives its server, and single registers can be set', async () => {
  const [high = 0, low = 0] = await registers(0, 4);
  expect(high * 65_536 + low).toBeGreaterThanOrEqual(120_000);
  await plant.command('modbus', { address: 10, value: 4711 });
  await plant.command('stop', { part: 'modbus' });
  await expect(registers(10, 1)).rejects.toThrow();
  await plant.command('start', { part: 'modbus' });
  expect(await registers(10, 1)).toEqual([4711]);
}, 30_000);

test('an unknown command, machine or counter is refused with what there is', async () => {
  await expect(plant.command('dance')).rejects.toThrow(/try orders, pause/);
  await expect(plant.command('leave', { machine: 'Press9' })).rejects.toThrow(/there are Press1, Press2, Filler/);
  await expect(plant.command('increment', { tag: 'Press1.Order' })).rejects.toThrow(/there are GoodCount/);
});

describe('for whoever breaks things on purpose', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-lab-'));
  const file = join(folder, 'faults.json');
  let lab: RunningPlant;
  beforeAll(async () => {
    lab = await startPlant('odoo', 'opcua', '--lines', '--faults-file', file);
  }, 60_000);
  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true });
  }, 30_000);

  const health = async (): Promise<number> => (await fetch(`${lab.urls['odoo']}/web/health`)).status;

  test('a part stands behind a line that is made bad and good again', async () => {
    await lab.command('fault', { line: 'odoo', kind: 'status', status: 502 });
    expect(await health()).toBe(502);
    await lab.command('clear-faults', { line: 'odoo' });
    expect(await health()).toBe(200);
    await expect(lab.command('fault', { line: 'mqtt', kind: 'cut' })).rejects.toThrow(/there are opcua, odoo/);
    await expect(lab.command('fault', { line: 'odoo', kind: 'rust' })).rejects.toThrow(/must be one of cut/);
  });

  test('faults inside the process are written where it reads them', async () => {
    await lab.command('process', { kill: { point: 'take.committed' } });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ kill: { point: 'take.committed', nth: 1 } });
    await expect(lab.command('process', { kill: { point: 'lunch' } })).rejects.toThrow(/there are count.before/);
    await lab.command('process', {});
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({});
  });
});
