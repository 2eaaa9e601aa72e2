/** The MES and its neighbours beside a bench: what they are made to do, and what they were told. */
import type { Expectation, Step } from '../../../flows/_tools/scenario.ts';
import { type MesServer, startMes } from '../../plant/mes/server.ts';
import { HTTP_KEY, type Node } from './flow-side.ts';

let running: MesServer | undefined;

export const needsMes = (flow: readonly Node[]): boolean =>
  flow.some(({ type, endpoint }) => type === 'plantwire-http-endpoint' && endpoint === 'mes');

/** `applianceUrl`: where answers go; it changes with every start. */
export async function openMes(applianceUrl: () => string | undefined): Promise<void> {
  running = await startMes({
    ...{ enterprise: 'ACME', site: 'MUC1', secret: HTTP_KEY, key: HTTP_KEY },
    answersUrl: () => `${applianceUrl() ?? 'http://127.0.0.1:1'}/mes/answers`,
  });
}

export async function closeMes(): Promise<void> {
  await running?.close();
  running = undefined;
}

/** Variables that lead the appliance to them. */
export function mesVariables(): Readonly<Record<string, string>> {
  const url = running?.url ?? 'http://127.0.0.1:1';
  return {
    ...{ PLANTWIRE_MES_URL: url, PLANTWIRE_STAGING_URL: url, PLANTWIRE_LABOUR_URL: url },
    ...{ PLANTWIRE_MES_SECRET: HTTP_KEY, PLANTWIRE_MES_KEY: HTTP_KEY },
  };
}

/** As at the beginning of a scenario. */
export function tidyMes(): void {
  if (!running) return;
  running.mes.mood = 'accepts';
  running.mes.speak();
  for (const leg of ['orders', 'staging', 'labour'] as const) running.fail(leg, undefined);
}

export function atTheMes(step: Extract<Step, { mes: string } | { leg: string }>): void {
  const mes = theMes();
  if ('leg' in step) mes.fail(step.leg, step.answers === 'well' ? undefined : step.answers);
  else if (step.mes === 'speaks' || step.mes === 'speaksBackwards') mes.speak(step.mes === 'speaksBackwards');
  else mes.mes.mood = step.mes;
}

export function mesDifferences(
  wanted: NonNullable<Expectation['mes']>,
  nameOf: (order: string) => string,
): readonly string[] {
  const { mes, taken } = theMes();
  return Object.entries(wanted).flatMap(([order, expected]) => {
    const name = nameOf(order);
    const told = (leg: 'staging' | 'labour'): number =>
      Math.max(0, ...taken[leg].filter((one) => one.order === name).map(({ revision }) => revision));
    const shown: Readonly<Record<string, unknown>> = {
      ...(mes.orders.get(name) ?? { revision: 0 }),
      ...{ staging: told('staging'), labour: told('labour') },
    };
    return Object.entries(expected)
      .filter(([field, should]) => shown[field] !== should)
      .map(([field, should]) => `${order} in the MES: ${field} is ${String(shown[field])}, not ${String(should)}`);
  });
}

function theMes(): MesServer {
  if (!running) throw new Error('this template has no MES');
  return running;
}
