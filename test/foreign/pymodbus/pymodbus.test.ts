/** A Modbus TCP server in Python on pymodbus, read by the Modbus nodes, as source of the templates. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Equipment, SitePack } from '../../../nodes/src/domain/site/pack.ts';
import type { Node } from '../../flows/bench/flow-side.ts';
import { must, type SeededOrder } from '../../live/seed.ts';
import { freePort } from '../../support/appliance.ts';
import { Line } from '../line.ts';
import { Machine } from '../machine.ts';
import { pressPack } from '../pack.ts';
import { type Bench, foreignSuite, PIECES_PER_SECOND, START } from '../suite.ts';

/** Debian's Python, whatever else the machine has. */
const PYTHON = '/usr/bin/python3';
const REGISTERS: SitePack['endpoints'][string]['registers'] = [
  { tag: 'Press1.GoodCount', offset: 0, type: 'uint32', wordOrder: 'low-first' },
  { tag: 'Press1.ScrapCount', offset: 2, type: 'uint16', wordOrder: 'high-first' },
  { tag: 'Press1.Order', offset: 3, type: 'uint32', wordOrder: 'high-first' },
  { tag: 'Press1.Lot', offset: 5, type: 'uint16', wordOrder: 'high-first' },
  { tag: 'Press1.RejectReason', offset: 6, type: 'uint16', wordOrder: 'high-first' },
  { tag: 'Press1.OrderComplete', offset: 7, type: 'uint16', wordOrder: 'high-first' },
];
/** A register cannot say that no order is running: this one is nobody's. */
const NO_ORDER = 1;

foreignSuite(open);

async function open(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-press-'));
  const port = await freePort();
  const machine = new Machine({
    command: [PYTHON, join(__dirname, 'server.py'), String(port), folder, String(PIECES_PER_SECOND)],
    folder,
    memory: {
      GoodCount: String(START.good),
      ScrapCount: String(START.scrap),
      Order: String(NO_ORDER),
      RejectReason: '1',
    },
  });
  await machine.start();
  const endpoints = {
    press: { protocol: 'modbus' as const, url: `tcp://127.0.0.1:${port}`, registers: REGISTERS },
  };
  const line = await Line.start({
    prefix: 'FMB',
    variables: { PLANTWIRE_MODBUS_HOST: '127.0.0.1', PLANTWIRE_MODBUS_PORT: String(port) },
    pack: (plant) => pressPack(plant, { name: 'press-pymodbus', endpoints, machine: registersOf }),
    flow: byModbus,
  });
  return {
    machine,
    line,
    tags: { good: 'Press1.GoodCount', scrap: 'Press1.ScrapCount' },
    shown: (order) => numbered(line, order),
    isOut: () => /error|retrying/.test(line.status('t03.modbus')),
  };
}

/** The same machine with its tags in registers; the one of rejects has 16 bits. */
function registersOf(press: Equipment): object {
  const own = (tag: string): string => tag.replace('ns=1;s=', '');
  const { orderTag, completeTag = '', lotTag = '' } = press.context;
  return {
    ...press,
    endpoint: 'press',
    material: { fixed: 'FG-1000' },
    context: { orderTag: own(orderTag), completeTag: own(completeTag), lotTag: own(lotTag) },
    counters: press.counters.map(({ lotTag: _lot, reasonTag, ...counter }) => ({
      ...counter,
      tag: own(counter.tag),
      maxRatePerSecond: '50',
      ...(counter.use === 'scrap' ? { modulus: '65536' } : {}),
      ...(reasonTag === undefined ? {} : { reasonTag: own(reasonTag) }),
    })),
  };
}

/** The templates' Modbus lane enabled in place of their OPC UA source. */
function byModbus(flow: readonly Node[]): readonly Node[] {
  const lane = flow.find(({ id }) => id === 't03.modbus');
  if (!lane) throw new Error('T-03 has no Modbus lane');
  const others = flow.filter(({ id, type }) => id !== lane.id && !type.startsWith('plantwire-opcua'));
  const reading = (z: string): Node => ({
    ...lane,
    id: `${z}.modbus`,
    z,
    d: false,
    rate: '250',
    rateUnit: 'ms',
    quantity: '8',
    wires: [[`${z}.count`], []],
  });
  return [
    ...others.map((node) => (node.type === 'modbus-client' ? { ...node, d: false } : node)),
    reading('t03'),
    reading('t04'),
  ];
}

/** Orders of this plant are numbers, which a register can hold. */
async function numbered({ odoo }: Line, { id }: SeededOrder): Promise<string> {
  const name = String(4_700_000 + id);
  await must(odoo.erp, { model: 'mrp.production', method: 'write', ids: [id], args: { vals: { name } } });
  return name;
}
