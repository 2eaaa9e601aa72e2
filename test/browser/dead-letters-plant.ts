/** A plant in which ten thousand messages wait: its flow, its messages, its journal. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { OdooConnection } from '../../nodes/src/adapters/odoo/connection.ts';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Envelope } from '../../nodes/src/domain/envelope.ts';
import { consumed, event } from '../domain/mapping/plant.ts';
import { must } from '../live/seed.ts';
import { failureOf } from '../support/messages.ts';

export const OLD = 10_000;
export const FLOW = [
  { id: 'tab', type: 'tab', label: 'Consumption of press 1' },
  { id: 'j', type: 'plantwire-journal', name: 'Journal', file: '', minFreeMb: 0, reserveMb: 1, configVersion: 1 },
  { id: 'site', type: 'plantwire-site-pack', pack: 'demo-plant', configVersion: 1 },
  { id: 'odoo', type: 'plantwire-odoo-connection', name: 'Odoo', configVersion: 1 },
  { id: 'door', type: 'inject', z: 'tab', props: [{ p: 'payload' }], x: 90, y: 60, wires: [['check']] },
  node('check', 'schema-validator', { wires: [['once'], ['dead']] }),
  node('once', 'idempotency-guard', { journal: 'j', wires: [['map'], ['dead']] }),
  node('map', 'canonical-mapper', { sitePack: 'site', wires: [['out'], ['dead']] }),
  node('out', 'outbox', { journal: 'j', queue: 'odoo', wires: [['write'], ['dead']] }),
  node('write', 'odoo-write', { connection: 'odoo', journal: 'j', wires: [[], ['dead']] }),
  { id: 'proposals', type: 'inject', z: 'tab', props: [{ p: 'payload' }], x: 90, y: 120, wires: [['ask']] },
  node('ask', 'review', {
    ...{ name: 'Stock', title: 'Adjust the stock?', journal: 'j', sitePack: 'site', further: ['recount'] },
    wires: [['check'], [], ['dead']],
  }),
  node('codes', 'xref', { journal: 'j', sitePack: 'site', wires: [[], []] }),
  node('dead', 'dlq', { journal: 'j', owner: 'Shift lead press 1', wires: [['check']] }),
];

function node(id: string, type: string, more: Record<string, unknown>): Record<string, unknown> {
  return { id, type: `plantwire-${type}`, z: 'tab', configVersion: 1, x: 200, y: 60, ...more };
}

/** 2.5 kg of RM-20 for an order of the demo company; `number` makes it another fact. */
export function consumption(order: string, lot: string, number: number, material = consumed.material): Envelope {
  const counter = { tag: 'ns=1;s=Press1.RM20', epoch: 1, from: String(number), to: String(number + 1) };
  return event('material.consumed', {
    ...consumed,
    operationsRequestId: order,
    material,
    lot: { lotId: lot },
    counter,
  });
}

/** A proposed adjustment of three pieces; `number` makes it another one. */
export function proposal(number: number): Envelope {
  return event('inventory.adjusted', {
    ...{ adjustmentId: `R-${number}`, locationId: 'A-01', material: { materialDefinitionId: `RM-${number}` } },
    ...{
      quantity: { value: '-3', uom: 'C62' },
      reason: { code: 'RECONCILED', scheme: 'site', text: 'counted 7, book 10' },
    },
  });
}

/** Names of orders of press 1, as this database numbered them. */
export async function ordersOf(
  access: Pick<OdooConnection, 'url' | 'db' | 'login' | 'apiKey'>,
): Promise<readonly string[]> {
  const tls = { rejectUnauthorized: true };
  const erp = openErp({ ...access, protocol: 'auto', tls, deadlineMs: 60_000, parallelCalls: 1 });
  const found = await must<{ name: string }[]>(erp, {
    model: 'mrp.production',
    method: 'search_read',
    args: { domain: [['product_id.default_code', '=', 'FG-1000']], fields: ['name'], order: 'name', limit: 3 },
  });
  return found.map(({ name }) => name);
}

/** Ten thousand old letters, and four of one cause that is repaired by now, save for one. */
export async function fillJournal(file: string, orders: readonly string[]): Promise<void> {
  const opened = await openJournal({ file, ...system, reserveBytes: 0, minFreeBytes: 0 });
  if (!opened.ok) throw new Error(opened.failure.reason);
  const journal = opened.value;
  const bury = (one: Envelope, flow: string, code: string) =>
    journal.bury({
      ...{
        stage: 'canonical mapper',
        flow,
        outlet: 'dead',
        original: one,
        failure: failureOf(code === 'unmapped' ? 'data' : 'business', code),
      },
      message: { event: one, trail: [{ stage: 'canonical mapper', at: one.time, verdict: code }] },
    });
  const lots = ['RM20-A', 'RM20-A', 'RM20-A', 'RM20-A'];
  const named = [orders[1], orders[1], orders[2], 'NO/ORDER'];
  await Promise.all(lots.map((lot, at) => bury(consumption(named[at] ?? '', lot, 100 + at), 'Line 9', 'unmapped')));
  const rest = Array.from({ length: OLD - lots.length }, (_, at) => consumption(`OLD/${at}`, 'X', 1_000 + at));
  await Promise.all(rest.map((one) => bury(one, 'Line 7', 'order-not-found')));
  await journal.close();
}
