/** The systems around the machines: what each is told by the command line, and what it does beside a simulated Odoo. */
import type { Plant } from './machines/plant.ts';
import type { DemoOdoo } from './odoo/start.ts';
import type { SystemName, Values } from './options.ts';
import { refuse } from './refusal.ts';
import { GOODS } from './senders/ground.ts';
import { factsIn, startSender } from './senders/start.ts';
import { groundNamed, type Narrator, startStories } from './stories.ts';

/** What is there when a system starts. */
export interface Stage {
  readonly values: Values;
  /** Parts that were asked for. */
  readonly wanted: readonly string[];
  readonly plant: Plant;
  readonly odoo: DemoOdoo | undefined;
  readonly closers: (() => Promise<void> | void)[];
  /** Says on standard output where a part serves. */
  ready(part: string, facts: { readonly url: string; readonly [name: string]: unknown }): Promise<void>;
  close(): Promise<void>;
}

/** With an MES there is something to be released, as long as the machines are not too far behind. */
const RELEASE_MS = 15_000;
const MANY_ORDERS = 60;

export const SYSTEMS: Readonly<Record<SystemName, (stage: Stage) => Promise<void>>> = {
  broker: startOwnBroker,
  wms: startWarehouse,
  mes: startShopFloor,
  crm: startSales,
  qms: startQuality,
  supplier: startSupply,
  carrier: startCarrier,
  legacy: startLegacySystem,
};

/** What a system tells by itself, in rounds. */
function narrate({ values, odoo, closers }: Stage, narrator: Narrator): void {
  for (const story of startStories(narrator, values, odoo?.ground ?? groundNamed(values)))
    closers.push(() => story.stop());
}

async function startOwnBroker({ values, closers, ready }: Stage): Promise<void> {
  const { startBroker } = await import('./mqtt/broker.ts');
  const broker = await startBroker(Number(values['broker-port']));
  closers.push(() => broker.close());
  for (const name of (['alarms', 'states'] as const).filter((one) => values[`with-${one}`])) {
    const slowly = { rate: '0.5', assets: '3', facts: 'Infinity', run: `${name}-${Date.now()}`, mqtt: '4' };
    const sender = startSender(name, { ...values, ...slowly, url: broker.url, topic: undefined });
    closers.push(() => sender.stop());
  }
  await ready('broker', { url: broker.url });
}

async function startShopFloor(stage: Stage): Promise<void> {
  const { values, plant, odoo, closers, ready } = stage;
  const { secret = '', key = '', answers, url, enterprise, site } = values;
  const place = { enterprise, site };
  if (url?.startsWith('mqtt') === true) {
    const { startMqttMes } = await import('./mes/mqtt.ts');
    const mes = await startMqttMes({ ...place, url });
    closers.push(() => mes.close());
    return ready('mes', { url });
  }
  const { startMes } = await import('./mes/server.ts');
  const port = Number(values['mes-port']);
  const mes = await startMes({ ...place, port, secret, key, answersUrl: () => answers });
  narrate(stage, 'mes');
  const releasing = setInterval(() => {
    if (odoo && plant.fewestWaiting < MANY_ORDERS) plant.load(odoo.more(1));
  }, RELEASE_MS);
  closers.push(() => {
    clearInterval(releasing);
    return mes.close();
  });
  return ready('mes', { url: mes.url });
}

async function startWarehouse(stage: Stage): Promise<void> {
  const { values, odoo, closers, ready } = stage;
  const [{ startWms }, { startScanners }] = await Promise.all([import('./wms/server.ts'), import('./wms/scans.ts')]);
  const { place, from, scans } = values;
  const lot = odoo ? GOODS.shipped.lot : values.lot;
  const [secret, key = '', url = scans] = [
    values['wms-secret'] ?? values.secret,
    values['wms-key'] ?? values.key,
    values.url,
  ];
  const facts = { ...factsIn(values), ...(scans === undefined ? {} : { count: 10, perSecond: 0.1, run: 'scan' }) };
  const wms = await startWms({ port: Number(values['wms-port']), ...(secret === undefined ? {} : { secret }) });
  closers.push(() => wms.close());
  await ready('wms', { url: wms.url });
  narrate(stage, 'wms');
  if (url === undefined) return;
  const scanners = startScanners({ ...facts, url, key, place, from, lot });
  closers.push(() => scanners.stop());
  void scanners.done.then((result) => console.log(JSON.stringify({ done: 'wms', ...result })));
}

/** Orders of a run that is new at every start: the journal of an appliance remembers the numbers of the last one. */
async function startSales({ values, wanted, closers, ready }: Stage): Promise<void> {
  const [{ startCrm }, { startOrders }] = await Promise.all([import('./crm/server.ts'), import('./crm/orders.ts')]);
  const { 'crm-secret': given, secret: other = '', 'crm-orders': url, customer, resend } = values;
  const secret = given ?? other;
  const crm = await startCrm({ port: Number(values['crm-port']), ...(secret === '' ? {} : { secret }) });
  closers.push(() => crm.close());
  await ready('crm', { url: crm.url });
  if (url === undefined) return;
  const beside = wanted.length > 1 ? { count: 10, perSecond: 0.05, run: Date.now().toString(36).toUpperCase() } : {};
  const orders = startOrders({ ...factsIn(values), ...beside, url, secret, customer, resendEvery: Number(resend) });
  closers.push(() => orders.stop());
  void orders.done.then((result) => console.log(JSON.stringify({ done: 'crm', ...result })));
}

async function startQuality(stage: Stage): Promise<void> {
  const { values, odoo, closers, ready } = stage;
  const { startQms } = await import('./qms/qms.ts');
  const { lot, silent: isSilent, 'qms-secret': given, secret = '', 'qms-events': url = values.url } = values;
  // In the demo a few, slowly: people shall be able to follow.
  const facts =
    values['qms-events'] === undefined
      ? factsIn(values)
      : { ...factsIn(values), count: 30, perSecond: 0.05, run: 'qc' };
  const inspected = odoo ? GOODS.inspected.lot : lot;
  const told = { lot: inspected, isSilent, secret: given ?? secret, ...(url === undefined ? {} : { events: url }) };
  const qms = await startQms({ ...facts, ...told, port: Number(values['qms-port']) });
  closers.push(() => qms.stop());
  await ready('qms', { url: qms.url });
  narrate(stage, 'qms');
  if (url !== undefined) void qms.done.then((result) => console.log(JSON.stringify({ done: 'qms', ...result })));
}

function withoutFolder(name: SystemName): never {
  refuse({
    attempted: name,
    why: 'it leaves its files in the data folder of an appliance, and --folder does not name one',
    next: `Such as: npm run plant -- ${name} --folder .data`,
  });
}

/** Answers and delivers the orders of the demo company, or `--orders`, into the folders of T-18 and T-19 below `--folder`. */
async function startSupply({ values, wanted, odoo, closers, ready, close }: Stage): Promise<void> {
  const { folder } = values;
  if (folder === undefined) return withoutFolder('supplier');
  const { startSupplier } = await import('./supplier/supplier.ts');
  const orders = odoo?.purchases ?? values.orders.split(',');
  const supplier = startSupplier({ folder, orders, perSecond: Math.min(1, Number(values.rate)) });
  closers.push(() => supplier.stop());
  await ready('supplier', { url: folder });
  void supplier.done.then((result) => {
    console.log(JSON.stringify({ done: 'supplier', ...result }));
    return wanted.length === 1 ? close() : undefined;
  });
}

/** A gateway to carriers: it only tells. */
async function startCarrier(stage: Stage): Promise<void> {
  if (stage.values.tells === undefined)
    refuse({
      attempted: 'carrier',
      why: 'it only tells others, and --tells does not name an appliance',
      next: 'Such as: npm run plant -- carrier --tells http://127.0.0.1:1880, with the key in the variable PLANT_CARRIER_KEY',
    });
  narrate(stage, 'carrier');
  await stage.ready('carrier', { url: stage.values.tells });
}

/** Drops files with movements into `legacy-in` below `--folder`. */
async function startLegacySystem({ values, closers, ready }: Stage): Promise<void> {
  const { folder } = values;
  if (folder === undefined) return withoutFolder('legacy');
  const { startLegacy } = await import('./files/legacy-moves.ts');
  const legacy = startLegacy({ folder, run: Date.now().toString(36), files: 3, pauseMs: 20_000 });
  closers.push(() => legacy.stop());
  await ready('legacy', { url: folder });
}
