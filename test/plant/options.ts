/** Parts of the plant and the options of its command line; `main.ts` says what they mean. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { refuse } from './refusal.ts';
import { SENDER_OPTIONS, SENDERS } from './senders/start.ts';

/** In the order in which they start. */
export const SYSTEM_NAMES = ['broker', 'wms', 'mes', 'crm', 'qms', 'supplier', 'carrier', 'legacy'] as const;
export type SystemName = (typeof SYSTEM_NAMES)[number];
export const PARTS: readonly string[] = ['opcua', 'modbus', 'odoo', ...SYSTEM_NAMES, ...SENDERS];

/**
 * Options that are secret come by variable, `--wms-key` as PLANT_WMS_KEY: what a process was started with stands in the list
 * of processes, for everybody on the machine.
 */
const SECRETS = [
  ...['secret', 'wms-secret', 'crm-secret', 'qms-secret', 'user'],
  ...['key', 'wms-key', 'qms-key', 'trace-key', 'carrier-key'],
] as const;

const variableOf = (option: string): string => `PLANT_${option.replaceAll('-', '_').toUpperCase()}`;

function secretsIn(variables: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const given = SECRETS.map((option) => [option, variables[variableOf(option)] ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

export type Values = ReturnType<typeof parse>['values'];

/** Ends the process when there is no such option or part. */
export function readOptions(): { readonly values: Values; readonly wanted: readonly string[] } {
  const { values, positionals } = parsed();
  const unknown = positionals.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0)
    refuse({
      attempted: `${unknown.join(', ')} of the simulated plant`,
      why: 'it has no such part',
      next: `There are ${PARTS.join(', ')}; npm run plant -- wms starts one of them`,
    });
  return {
    values: { ...secretsIn(process.env), ...values },
    wanted: positionals.length > 0 ? positionals : ['opcua', 'modbus', 'odoo'],
  };
}

function parsed(): ReturnType<typeof parse> {
  try {
    return parse();
  } catch (cause) {
    const [why = ''] = String(cause instanceof Error ? cause.message : cause).split('. ');
    return refuse({
      attempted: 'the simulated plant',
      why,
      next: 'The options of each part stand at the head of test/plant/main.ts; npm run plant -- wms needs none',
    });
  }
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      'opcua-port': { type: 'string', default: '0' },
      'modbus-port': { type: 'string', default: '0' },
      'odoo-port': { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      'wms-port': { type: 'string', default: '0' },
      'qms-port': { type: 'string', default: '0' },
      'qms-secret': { type: 'string' },
      'qms-events': { type: 'string' },
      silent: { type: 'boolean', default: false },
      'crm-port': { type: 'string', default: '0' },
      'crm-secret': { type: 'string' },
      'crm-orders': { type: 'string' },
      customer: { type: 'string', default: 'C-100' },
      resend: { type: 'string', default: '5' },
      'mes-port': { type: 'string', default: '0' },
      'broker-port': { type: 'string', default: '0' },
      'with-alarms': { type: 'boolean', default: false },
      'with-states': { type: 'boolean', default: false },
      answers: { type: 'string', default: 'http://127.0.0.1:1880/mes/answers' },
      secret: { type: 'string' },
      'wms-secret': { type: 'string' },
      'wms-key': { type: 'string' },
      scans: { type: 'string' },
      tells: { type: 'string' },
      deliveries: { type: 'string', default: 'WH/OUT/00001' },
      people: { type: 'boolean', default: false },
      'qms-key': { type: 'string' },
      'trace-key': { type: 'string' },
      'carrier-key': { type: 'string' },
      place: { type: 'string', default: 'STAGE-1' },
      from: { type: 'string', default: 'STOCK' },
      lot: { type: 'string', default: '1000-00001' },
      speed: { type: 'string', default: '1' },
      'start-at': { type: 'string', default: '0' },
      user: { type: 'string' },
      memory: { type: 'string' },
      'faults-file': { type: 'string' },
      alarms: { type: 'boolean', default: false },
      ...SENDER_OPTIONS,
      lines: { type: 'boolean', default: Boolean(process.env['LAB_LINES']) },
    },
  });
}
