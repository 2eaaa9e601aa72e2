/** One Odoo under test, real or simulated, behind a line that can be made bad; seeded with the plant of the scenarios. */
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import type { ErpServer, Posting } from '../../contract/erp.ts';
import { installBatch } from '../../contract/erp-batch.ts';
import { createOrder, must, type SeededOrder, type SeededPlant, seedPlant } from '../../live/seed.ts';
import { type FaultyPeer, startHttpProxy } from '../../plant/faults/http-proxy.ts';
import { startSimulatedOdoo } from '../../plant/odoo/server.ts';

export interface OdooSide {
  /** Past the line, as the integration user; what a test reads with. */
  readonly erp: Erp;
  /** An administrator: what a test seeds with, and who persons in a scenario are. */
  readonly admin: Erp;
  readonly plant: SeededPlant;
  readonly line: FaultyPeer;
  /** Others make orders on this server at the same time. */
  readonly isShared: boolean;
  /** Variables that lead an appliance through the line to this Odoo. */
  readonly variables: Readonly<Record<string, string>>;
  order(quantity: number, origin: string): Promise<SeededOrder>;
  /** A person at the order's form. */
  changeQuantity(order: number, quantity: number): Promise<void>;
  cancel(order: number): Promise<void>;
  close(): Promise<void>;
}

/** `FLOWS_POSTING=batch` plays every scenario in the other posting mode. */
const usual = process.env['FLOWS_POSTING'] === 'batch' ? 'batch' : 'calls';

/** Names of the reject reasons that the example packs bind. */
const REASONS = ['Burr', 'Crack', 'Underfill', 'Set-up part'];

export async function simulatedSide(prefix: string): Promise<OdooSide> {
  const server = await startSimulatedOdoo();
  return odooSide({ ...server, stop: server.stop }, prefix);
}

/** `prefix` keeps the products of one run apart from everything else on the server; `kill` is for the fault of that name. */
export async function odooSide(
  server: ErpServer,
  prefix: string,
  kill?: () => void,
  posting: Posting = usual,
): Promise<OdooSide> {
  const connect = (login: string, apiKey: string, protocol: 'json2' | 'jsonrpc'): Erp =>
    openErp({
      url: server.url,
      db: server.db,
      login,
      apiKey,
      protocol,
      tls: { rejectUnauthorized: true },
      deadlineMs: 90_000,
      parallelCalls: 1,
    });
  const erp = connect(server.login, server.apiKey, 'json2');
  const admin = connect(server.adminLogin, server.adminPassword, 'jsonrpc');
  const plant = await seedPlant(admin, prefix);
  await seedReasons(admin);
  const batch = posting === 'batch' ? { ODOO_BATCH_ACTION: String(await installBatch(admin, server.login)) } : {};
  const line = await startHttpProxy({ target: server.url, ...(kill ? { kill } : {}) });
  return {
    erp,
    admin,
    plant,
    line,
    isShared: server.stop === undefined,
    variables: {
      ODOO_URL: line.url,
      ODOO_DB: server.db,
      ODOO_LOGIN: server.login,
      ODOO_API_KEY: server.apiKey,
      ODOO_PROTOCOL: 'json2',
      ODOO_POSTING: posting,
      ...batch,
    },
    order: (quantity, origin) => createOrder(erp, plant, quantity, origin),
    changeQuantity: (order, quantity) => changeQuantity(admin, order, quantity),
    cancel: async (order) => {
      await must(admin, { model: 'mrp.production', method: 'action_cancel', ids: [order] });
    },
    async close() {
      await line.stop();
      await server.stop?.();
    },
  };
}

async function changeQuantity(erp: Erp, order: number, quantity: number): Promise<void> {
  const [wizard] = await must<number[]>(erp, {
    model: 'change.production.qty',
    method: 'create',
    args: { vals_list: [{ mo_id: order, product_qty: quantity }] },
  });
  if (wizard === undefined) throw new Error('change.production.qty.create gave no id');
  await must(erp, { model: 'change.production.qty', method: 'change_prod_qty', ids: [wizard] });
}

async function seedReasons(admin: Erp): Promise<void> {
  const known = await must<{ name: string }[]>(admin, {
    model: 'stock.scrap.reason.tag',
    method: 'search_read',
    args: { domain: [['name', 'in', REASONS]], fields: ['name'] },
  });
  const missing = REASONS.filter((name) => !known.some((tag) => tag.name === name));
  if (missing.length === 0) return;
  await must(admin, {
    model: 'stock.scrap.reason.tag',
    method: 'create',
    args: { vals_list: missing.map((name) => ({ name })) },
  });
}
