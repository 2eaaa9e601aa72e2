/** Keys and secrets that the simulated systems and the appliance agree on: new at every start, unless the variables name some. */
import { randomBytes } from 'node:crypto';
import type { Environment } from './environment.ts';
import { localUrl } from './health.ts';

interface Access {
  readonly secret: string;
  readonly key: string;
}

export interface SystemsAccess {
  readonly mes: Access;
  readonly wms: Access;
  readonly crm: Pick<Access, 'secret'>;
  readonly qms: Access;
  /** Variables of systems that are no server: they only send, or nobody plays them. */
  readonly others: Readonly<Record<string, string>>;
  /** Variables of those who hear where lots came from: the quality system at this address, unless others are named. */
  readonly heardBy: (url: string) => Readonly<Record<string, string>>;
  /** Options of the simulated plant: addresses only, everybody on the machine can read what a process was started with. */
  readonly args: readonly string[];
  /** Variables of the simulated plant, `test/plant/options.ts` reads them. */
  readonly env: Readonly<Record<string, string>>;
}

export function systemsAccess(environment: Environment): SystemsAccess {
  const fresh = (): string => randomBytes(24).toString('hex');
  const [at, named] = [localUrl(environment), environment];
  const mes = { secret: named.PLANTWIRE_MES_SECRET ?? fresh(), key: named.PLANTWIRE_MES_KEY ?? fresh() };
  const wms = { secret: named.PLANTWIRE_WMS_SECRET ?? fresh(), key: named.PLANTWIRE_WMS_KEY ?? fresh() };
  const qms = { secret: named.PLANTWIRE_QMS_SECRET ?? fresh(), key: named.PLANTWIRE_QMS_KEY ?? fresh() };
  const crm = { secret: named.PLANTWIRE_CRM_SECRET ?? fresh() };
  const others = {
    PLANTWIRE_CARRIER_KEY: named.PLANTWIRE_CARRIER_KEY ?? fresh(),
    PLANTWIRE_TRACE_KEY: named.PLANTWIRE_TRACE_KEY ?? fresh(),
    PLANTWIRE_PORTAL_KEY: named.PLANTWIRE_PORTAL_KEY ?? fresh(),
    PLANTWIRE_FINANCE_KEY: named.PLANTWIRE_FINANCE_KEY ?? fresh(),
  };
  const heardBy = (url: string) => ({
    ...(named.PLANTWIRE_TRACE_URL === undefined
      ? { PLANTWIRE_TRACE_URL: url, PLANTWIRE_TRACE_SECRET: qms.secret }
      : {}),
    ...(named.PLANTWIRE_EPCIS_URL === undefined
      ? { PLANTWIRE_EPCIS_URL: url, PLANTWIRE_EPCIS_SECRET: qms.secret }
      : {}),
  });
  const args = [
    ...['--answers', `${at}/mes/answers`, '--scans', `${at}/warehouse/scans`],
    ...['--crm-orders', `${at}/crm/events`, '--qms-events', `${at}/quality/events`],
  ];
  const env = {
    ...{ PLANT_SECRET: mes.secret, PLANT_KEY: mes.key, PLANT_WMS_SECRET: wms.secret, PLANT_WMS_KEY: wms.key },
    ...{ PLANT_CRM_SECRET: crm.secret, PLANT_QMS_SECRET: qms.secret, PLANT_QMS_KEY: qms.key },
    ...{ PLANT_CARRIER_KEY: others.PLANTWIRE_CARRIER_KEY, PLANT_TRACE_KEY: others.PLANTWIRE_TRACE_KEY },
  };
  return { mes, wms, crm, qms, others, heardBy, args, env };
}
