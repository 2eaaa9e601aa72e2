/** The promises of the Erp port and of the intents carried out through it: one suite for every Odoo, real or simulated. */

import { openBatch } from '../../nodes/src/adapters/odoo/batch.ts';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { OdooConnection } from '../../nodes/src/adapters/odoo/connection.ts';
import type { Erp } from '../../nodes/src/domain/ports.ts';
import { type SeededPlant, seedPlant } from '../live/seed.ts';
import { batchPromises, installBatch } from './erp-batch.ts';
import { type Depth, intentPromises } from './erp-intents.ts';
import { portPromises } from './erp-port.ts';
import { startWire, type Wire } from './erp-proxy.ts';
import { readPromises } from './erp-reads.ts';
import { roundingPromises } from './erp-rounding.ts';
import { type SerialDepth, serialPromises } from './erp-serials.ts';
import { stillRightPromises } from './erp-still-right.ts';
import { standingStillRightPromises } from './erp-still-right-standing.ts';
import { standingPromises } from './intents/all.ts';
import { allowReturns } from './intents/grant.ts';
import { batchCore } from './intents/in-batch.ts';

export interface ErpServer {
  readonly url: string;
  readonly db: string;
  readonly login: string;
  readonly apiKey: string;
  readonly adminLogin: string;
  readonly adminPassword: string;
  stop?(): Promise<void>;
}

export type Posting = 'calls' | 'batch';

/** What the promises are tested with. */
export interface ErpBench {
  readonly server: ErpServer;
  /** The integration user, through a wire that can lose answers. */
  readonly erp: Erp;
  readonly admin: Erp;
  readonly wire: Wire;
  readonly plant: SeededPlant;
  /** Another plant whose bill of materials is strict. */
  readonly strict: SeededPlant;
  /** Number of the installed batch action; 0 where events are posted by calls. */
  readonly action: number;
  connect(change?: Partial<OdooConnection>): Erp;
}

/** What an Odoo promises, whoever speaks to it and how; `posting` is the mode that the connection is set to. */
export function erpContract(
  protocol: 'json2' | 'jsonrpc',
  open: () => Promise<ErpServer>,
  major: 14 | 19 = 19,
  posting: Posting = 'calls',
  depth: Depth = 'whole',
  hasStanding = depth === 'whole',
): void {
  let bench: ErpBench | undefined;
  jest.setTimeout(120_000);

  beforeAll(async () => {
    bench = await openBench(protocol, await open(), posting);
  }, 600_000);

  afterAll(async () => {
    await bench?.wire.stop();
    await bench?.server.stop?.();
  });

  /** Whole on each version by one protocol, and once in batch mode on the simulator. */
  const serialDepth = (): SerialDepth => {
    if (depth !== 'whole') return 'once';
    const isSecond = posting === 'calls' && protocol === 'jsonrpc' && major === 19;
    return hasStanding && !isSecond ? 'whole' : 'core';
  };
  const get = (): ErpBench => {
    if (!bench) throw new Error('the server did not start');
    return bench;
  };
  if (posting === 'calls') portPromises(protocol, major, get);
  else batchPromises(major, get, depth);
  if (posting === 'calls') readPromises(major, get);
  intentPromises(major, get, depth);
  roundingPromises(get, depth);
  if (depth !== 'spot') serialPromises(major, get, serialDepth());
  const standing = () => standingPromises(get, major, posting);
  if (hasStanding) standing();
  else if (depth === 'core') batchCore(get, major, standing);
  if (posting === 'calls') stillRightPromises(major, get);
  if (posting === 'calls') standingStillRightPromises(get);
}

export async function openBench(protocol: 'json2' | 'jsonrpc', server: ErpServer, posting: Posting): Promise<ErpBench> {
  const wire = await startWire(server.url);
  const connection: OdooConnection = {
    url: wire.url,
    db: server.db,
    login: server.login,
    apiKey: server.apiKey,
    protocol,
    tls: { rejectUnauthorized: true },
    deadlineMs: 90_000,
    parallelCalls: 1,
  };
  const connect = (change: Partial<OdooConnection> = {}) => openErp({ ...connection, ...change });
  const admin = connect({
    url: server.url,
    login: server.adminLogin,
    apiKey: server.adminPassword,
    protocol: 'jsonrpc',
  });
  await allowReturns(admin, server.login);
  const run = `${protocol === 'json2' ? 'J' : 'R'}${Date.now().toString(36).slice(-6).toUpperCase()}`;
  const plant = await seedPlant(admin, run);
  const strict = await seedPlant(admin, `${run}S`, { consumption: 'strict' });
  if (posting === 'calls') return { server, wire, admin, plant, strict, connect, erp: connect(), action: 0 };
  const action = await installBatch(admin, server.login);
  const plain = connect();
  return { server, wire, admin, plant, strict, connect, erp: { ...plain, batch: openBatch(plain, action) }, action };
}
