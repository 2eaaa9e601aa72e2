/**
 * The simulated Odoo as part of the simulated plant: with the demo company, and its orders for the machines. A fresh
 * database numbers its orders by the time of its birth: a journal that outlived the last database never meets an old
 * name again.
 */
import type { Ground } from '../senders/ground.ts';
import type { DatabaseDump } from './database.ts';
import { type DemoOrder, demoOrders, demoPurchases, seedDemo, seedMore } from './demo.ts';
import { groundOf, reschedule } from './demo-goods.ts';
import { startSimulatedOdoo as startServer } from './server.ts';

export type MachineOrder = DemoOrder & { readonly machine: string };

export interface DemoOdoo {
  /** What a client needs to enter, for the ready line. */
  readonly ready: {
    readonly url: string;
    readonly db: string;
    readonly login: string;
    readonly key: string;
  };
  /** Orders for the machines; none when the database went on from a dump, for the machines still hold theirs. */
  readonly orders: readonly MachineOrder[];
  /** Names of the purchase orders that a supplier answers. */
  readonly purchases: readonly string[];
  /** Confirms more orders, so that a demo has no end. */
  readonly more: (ordersPerMachine: number) => readonly MachineOrder[];
  /** What the systems around the machines tell about. */
  readonly ground: Ground;
  /** A planner moves an order that a customer waits for, behind the promised day or back. */
  readonly reschedule: (isLate: boolean) => void;
  readonly dump: () => DatabaseDump;
  readonly close: () => Promise<void>;
}

/** `261120194833` for 20 November 2026, 19:48:33 UTC. */
const stamp = (ms: number): string => new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14);

export async function startSimulatedOdoo(port: number, dump?: DatabaseDump): Promise<DemoOdoo> {
  const born = stamp(Date.now());
  const options = { prefix: `WH/MO/${born}/`, purchases: `P${born}-` };
  const given = dump ? { dump } : {};
  const server = await startServer({ port, ...given, seed: (control) => seedDemo(control, options) });
  const { url, db, login, apiKey, stop } = server;
  return {
    ready: { url, db, login, key: apiKey },
    orders: dump ? [] : demoOrders(options).map(forMachine),
    purchases: demoPurchases(server.control),
    more: (ordersPerMachine) => seedMore(server.control, ordersPerMachine).map(forMachine),
    ground: groundOf(server.control),
    reschedule: (isLate) => reschedule(server.control, isLate, Date.now()),
    dump: server.dump,
    close: stop,
  };
}

const forMachine = (order: DemoOrder): MachineOrder => ({ ...order, machine: order.equipment });
