/** Opens the connection without waiting for Odoo, remembers how the last call went, waits for calls on closing. */
import type { z } from 'zod';
import type { Standing } from '../../domain/delivery/mode.ts';
import { inForce, type Switching } from '../../domain/delivery/switching.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Abilities } from '../../domain/odoo/abilities.ts';
import { type Erp, type ErpBatch, ok, type Result } from '../../domain/ports.ts';
import type { Maintenance } from '../../domain/site/maintenance.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext, Resource, ResourceHealth } from '../../host/node.ts';
import { telemetry } from '../../host/telemetry.ts';
import { watchAbilities } from './abilities.ts';
import type { definition } from './definition.ts';
import { measuring } from './measure.ts';
import type { SwitchedTarget } from './operator.ts';
import { SwitchLog, type SwitchStore } from './switch-log.ts';
import { openTraffic } from './traffic.ts';
import { stockTurns } from './turns.ts';

export type Config = z.output<typeof definition.config>;

/** What the entry's adapter is asked for. */
export interface ConnectionSettings {
  readonly url: string;
  readonly db: string;
  readonly login: string;
  readonly apiKey: string;
  readonly protocol: Config['protocol'];
  readonly tls: { readonly ca?: string; readonly rejectUnauthorized: boolean };
  readonly deadlineMs: number;
  readonly parallelCalls: number;
}

export function settingsOf(config: Config): ConnectionSettings {
  const { db, login, apiKey, protocol, parallelCalls } = config;
  return {
    url: config.url.trim().replace(/\/+$/, ''),
    db,
    login,
    apiKey,
    protocol,
    tls: { rejectUnauthorized: config.verifyCertificate, ...(config.ca.trim() ? { ca: config.ca } : {}) },
    deadlineMs: config.deadlineSeconds * 1000,
    parallelCalls,
  };
}

/** What the entry brings along. */
export interface Outside {
  connect(settings: ConnectionSettings): Erp;
  /** Posts through the action of this number, by calls of that connection. */
  batch(erp: Erp, action: number): ErpBatch;
  readonly switches: SwitchStore;
}

/** In the posting mode *batch action* whoever posts finds it beside the calls. */
export const withBatch = <E extends Erp>(erp: E, config: Config, outside: Pick<Outside, 'batch'>): E =>
  config.posting === 'batch' ? { ...erp, batch: outside.batch(erp, config.batchAction) } : erp;

export async function openConnection(
  context: NodeContext<Config>,
  outside: Outside,
): Promise<Result<Resource<SwitchedTarget>>> {
  const { config, userDir, id, clock, ids, log } = context;
  const switchings = await outside.switches.read(userDir, id);
  if (!switchings.ok) return switchings;
  const maintenance = await maintenanceOf(context);
  if (!maintenance.ok) return maintenance;
  const settings = settingsOf(config);
  const { erp, last, drained } = watched(outside.connect(settings));
  const traffic = openTraffic({
    erp,
    clock,
    ids,
    parallelCalls: settings.parallelCalls,
    answersWithinMs: settings.deadlineMs,
    stock: stockTurns(`${settings.url} ${settings.db}`),
    maintenance: maintenance.value,
    operator: inForce(switchings.value),
    decided: switchings.value.at(-1)?.decided,
    measure: measuring(context.name, telemetry),
    changed: ({ mode, reason }) => log.info(`${mode}${reason ? `: ${reason}` : ''}`),
  });
  const { url, db, login } = settings;
  const abilities = watchAbilities({ target: traffic.target, clock, connection: id, subject: `${url} ${db} ${login}` });
  const about = { store: outside.switches, clock, userDir, connection: id, name: context.name };
  const switches = new SwitchLog(about, switchings.value);
  const target: SwitchedTarget = {
    ...withBatch(traffic.target, config, outside),
    abilities,
    switchings: () => switches.all(),
    operate: (next, decision) =>
      switches.decide(next, decision, () => traffic.operate(next, switches.all().at(-1)?.decided)),
    auditedIn: (journal) => switches.auditedIn(journal),
  };
  if (inForce(switchings.value) !== 'manual') void target.profile();
  return ok({
    value: target,
    health: async () => ({
      ...healthOf(target.standing(), last(), config.db),
      ...askedOf(abilities),
      ...decidedOf(switches.all().at(-1)),
    }),
    async close() {
      abilities.close();
      switches.close();
      traffic.close();
      await drained();
    },
  });
}

/** Without a site pack there are no windows. */
async function maintenanceOf(context: NodeContext<Config>): Promise<Result<Maintenance | undefined>> {
  if (context.config.sitePack === '') return ok(undefined);
  const site = await context.resource<SitePackResource>(context.config.sitePack);
  return site.ok ? ok(site.value.maintenance) : site;
}

/** `undefined` before the first call. */
type LastWord = Failure | 'answered' | undefined;

/** Classes that speak about the connection; the others speak about one record. */
const ABOUT_US: readonly Failure['class'][] = ['transient', 'throttled', 'unknown', 'authorisation', 'configuration'];

/** Remembers how the last call went and what is under way. */
function watched(erp: Erp): { erp: Erp; last(): LastWord; drained(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>();
  let last: LastWord;
  const watch = async <T>(answer: Promise<Result<T>>): Promise<Result<T>> => {
    underWay.add(answer);
    const result = await answer.finally(() => underWay.delete(answer));
    if (result.ok) last = 'answered';
    else if (ABOUT_US.includes(result.failure.class)) last = result.failure;
    return result;
  };
  return {
    erp: { profile: (ask) => watch(erp.profile(ask)), call: (call) => watch(erp.call(call)) },
    last: () => last,
    async drained() {
      await Promise.allSettled(underWay);
    },
  };
}

/** For monitors: how old the answer is, and what it was. */
function askedOf(abilities: Abilities): Pick<ResourceHealth, 'asked'> {
  const known = abilities.latest();
  if (!known) return {};
  const { version, intents } = known.able;
  const lacking = intents.filter(({ missing }) => missing.length > 0).map(({ kind }) => kind);
  return { asked: { atMs: known.atMs, version, cannotRun: lacking } };
}

/** Also of a connection that was switched on again. */
const decidedOf = (last: Switching | undefined): Pick<ResourceHealth, 'decided'> =>
  last?.decided ? { decided: { to: last.to, ...last.decided } } : {};

export function healthOf(standing: Standing, last: LastWord, db: string): ResourceHealth {
  const { mode, limit, reason } = standing;
  const about = { mode, callsAtOnce: limit };
  if (mode === 'manual' || mode === 'read-only') return { ...about, health: 'degraded', text: reason ?? mode };
  if (last !== undefined && last !== 'answered') {
    const isFinal = last.class === 'configuration' || last.class === 'authorisation';
    return { ...about, health: isFinal ? 'failed' : 'degraded', text: last.reason, failure: last };
  }
  if (reason) return { ...about, health: 'waiting', text: reason };
  return last === undefined
    ? { ...about, health: 'idle', text: 'not used yet' }
    : { ...about, health: 'ok', text: `${db} answers` };
}
