/**
 * Holds through T-10 in a real process, down to the simulated Odoo: how long from the event until nothing of the lot, nor
 * of what was made of it, can be reserved, shipped or consumed.
 */
import { system } from '../../../nodes/src/adapters/system.ts';
import { buildEvent } from '../../../nodes/src/domain/canonical/build.ts';
import { must } from '../../live/seed.ts';
import { until } from '../../support/time.ts';
import { Bench } from './bench.ts';
import { together } from './flow-side.ts';
import { type OdooSide, simulatedSide } from './odoo-side.ts';
import { type Records, seedRecords } from './seeds.ts';
import { send } from './senders.ts';

const MATERIAL = 'HELD';
const QUARANTINE = 'Quarantine';

export interface Holds {
  /** One after the other. */
  readonly aloneMs: readonly number[];
  /** All sent at once. */
  readonly atOnceMs: readonly number[];
}

interface Goods {
  readonly lot: string;
  readonly material: string;
  /** Records of the lot and of what was made of it. */
  readonly ids: readonly number[];
}

export async function playHolds(alone: number, atOnce: number): Promise<Holds> {
  const odoo = await simulatedSide('HOLDS');
  const bench = await Bench.start(odoo, { plant: false, takers: ['qms'] });
  try {
    const seeded = await seed(odoo, alone + atOnce);
    const bindings = [...seeded.values()].flatMap(({ binding }) => (binding ? [binding] : []));
    await bench.set({ flow: together(['t10-lot-hold']), site: 'demo-plant', bindings });
    const goods = Array.from({ length: alone + atOnce }, (_, nr) => goodsOf(seeded, nr));
    const aloneMs: number[] = [];
    for (const one of goods.slice(0, alone)) aloneMs.push(...(await hold(bench, [one])));
    return { aloneMs, atOnceMs: await hold(bench, goods.slice(alone)) };
  } finally {
    await bench.close();
  }
}

/** Of each lot some is reserved, some taken from the shelf for a truck, some went into another lot that is reserved too. */
function seed(odoo: OdooSide, count: number): Promise<Records> {
  const each = Array.from({ length: count }, (_, nr) => {
    const [material, lot] = [`${MATERIAL}-${nr}`, `L${nr}`];
    return [
      { seed: 'material', as: material, tracking: 'lot' },
      { seed: 'lot', as: lot, of: material, quantity: '20' },
      { seed: 'made', as: `P${nr}`, from: lot, of: material, quantity: '5' },
      { seed: 'delivery', as: `D${nr}`, of: material, quantity: '4', state: 'reserved' },
      { seed: 'delivery', as: `T${nr}`, of: material, quantity: '3', state: 'staged' },
    ] as const;
  });
  return seedRecords(odoo, [{ seed: 'place', as: 'QUARANTINE', called: QUARANTINE }, ...each.flat()], 1);
}

function goodsOf(records: Records, nr: number): Goods {
  const [lot, made] = [records.get(`L${nr}`), records.get(`P${nr}`)];
  if (!lot || !made) throw new Error(`lot ${nr} was not seeded`);
  return { lot: lot.name, material: `${MATERIAL}-${nr}`, ids: [lot.id, made.id] };
}

/** From before the first is sent; one looks for all of them, because who asks often slows down who is asked. */
async function hold(bench: Bench, wanted: readonly Goods[]): Promise<number[]> {
  const since = performance.now();
  await Promise.all(wanted.map((goods) => send(bench, decisionOn(goods), { by: 'http', times: 1 })));
  const open = new Set(wanted);
  const took: number[] = [];
  const looks = async (): Promise<boolean> => {
    const reach = await withinReach(bench.odoo, [...open]);
    for (const goods of open) {
      if (goods.ids.some((id) => reach.has(id))) continue;
      open.delete(goods);
      took.push(performance.now() - since);
    }
    return open.size === 0;
  };
  await until('everything is on hold', looks, 600_000, 50);
  return took;
}

function decisionOn({ lot, material }: Goods): unknown {
  const now = new Date().toISOString();
  const attributes = {
    enterprise: 'ACME',
    site: 'MUC1',
    system: 'qms',
    time: now,
    recordedtime: now,
    timequality: 'synced',
    sequence: { epoch: 1, counter: 1 },
  } as const;
  const data = {
    dispositionId: `HOLD-${lot}`,
    action: 'hold',
    effectiveAt: now,
    material: { materialDefinitionId: material },
    lot: { lotId: lot },
    reason: { code: 'CRACK', scheme: 'qms', text: 'Cracks in the weld' },
  } as const;
  const event = buildEvent('quality.disposition.changed', data, attributes, system.hash);
  if (!event.ok) throw new Error(JSON.stringify(event.failure));
  return event.value;
}

/** Lots of which something is set aside, or lies where it could be. */
async function withinReach({ admin }: OdooSide, goods: readonly Goods[]): Promise<ReadonlySet<number>> {
  const lots = ['lot_id', 'in', goods.flatMap(({ ids }) => ids)];
  const read = (model: string, domain: readonly unknown[]) =>
    must<{ lot_id: [number, string] }[]>(admin, {
      model,
      method: 'search_read',
      args: { domain: [lots, ['quantity', '>', 0], ...domain], fields: ['lot_id'] },
    });
  const reserved = await read('stock.move.line', [['state', 'not in', ['done', 'cancel']]]);
  const lying = await read('stock.quant', [
    ['location_id.usage', '=', 'internal'],
    ['location_id.name', '!=', QUARANTINE],
  ]);
  return new Set([...reserved, ...lying].map(({ lot_id }) => lot_id[0]));
}
