/**
 * Starts senders from a command line: `npm run plant -- mqtt|http|files --url mqtt://… [--facts n] [--rate n] [--run name]
 * [--orders a,b] [--poison n] [--ledger file]`, for http `--key`, for files `--folder`, `--rows n` and `--manifest`.
 * `alarms --url mqtt://…|http://… [--rate n] [--facts n] [--assets n]` is a storm of alarms instead, `states --url mqtt://…
 * [--machines a,b] [--rate n]` tells how machines ran and stood still during the last eight hours, and goes on. `--mqtt 4`
 * speaks MQTT 3.1.1.
 */
import { startStorm } from '../alarms/sender.ts';
import { startDropper } from '../files/dropper.ts';
import { startClient } from '../http/client.ts';
import { startPublisher } from '../mqtt/publisher.ts';
import { startStates } from '../states/sender.ts';
import type { FactOptions } from './facts.ts';
import type { Sender } from './sender.ts';

export const SENDERS = ['mqtt', 'http', 'files', 'alarms', 'states'] as const;
export type SenderName = (typeof SENDERS)[number];

/** What each needs, in a command that works. */
export const SENDER_EXAMPLES: Readonly<Record<SenderName, string>> = {
  mqtt: '--url mqtt://127.0.0.1:1883',
  http: '--url http://127.0.0.1:1880/facts, with the key of the route in the variable PLANT_KEY',
  files: '--folder .data/inbox',
  alarms: '--url mqtt://127.0.0.1:1883',
  states: '--url mqtt://127.0.0.1:1883',
};

/** Options of the command line with their defaults. */
export const SENDER_OPTIONS = {
  url: { type: 'string' },
  topic: { type: 'string' },
  key: { type: 'string' },
  folder: { type: 'string' },
  facts: { type: 'string', default: '1000' },
  rate: { type: 'string', default: '10' },
  run: { type: 'string', default: 'run' },
  orders: { type: 'string', default: 'WH/MO/00001' },
  material: { type: 'string', default: 'FG-1000' },
  enterprise: { type: 'string', default: 'ACME' },
  site: { type: 'string', default: 'MUC1' },
  poison: { type: 'string', default: '0' },
  ledger: { type: 'string' },
  rows: { type: 'string', default: '100' },
  assets: { type: 'string', default: '50' },
  manifest: { type: 'boolean', default: false },
  machines: { type: 'string', default: 'PRESS/P1,PRESS/P2,FILL/F1' },
  mqtt: { type: 'string', default: '5' },
} as const;

/** What a newcomer sees first has happened already. */
const PAST_MS = 8 * 3_600_000;

type Values = Readonly<Record<string, string | boolean | undefined>>;

export const isSender = (name: string): name is SenderName => SENDERS.some((one) => one === name);

/** What every sender of the plant is told. */
export function factsIn(values: Values): FactOptions {
  const text = (option: string): string => String(values[option] ?? '');
  return {
    run: text('run'),
    count: Number(values['facts']),
    perSecond: Number(values['rate']),
    orders: text('orders').split(','),
    material: text('material'),
    enterprise: text('enterprise'),
    site: text('site'),
    poisonEvery: Number(values['poison']),
    ...(values['ledger'] === undefined ? {} : { ledger: text('ledger') }),
  };
}

const mqttVersion = (values: Values): 4 | 5 => (values['mqtt'] === '4' ? 4 : 5);

export function startSender(name: SenderName, values: Values): Sender {
  const text = (option: string): string => String(values[option] ?? '');
  const facts = factsIn(values);
  const needed = (option: string): string => {
    if (text(option) === '') throw new Error(`${name} needs --${option}`);
    return text(option);
  };
  switch (name) {
    case 'mqtt': {
      const topic = text('topic') || `mfg/v1/${facts.enterprise}/${facts.site}/a/l/u/_event/production/output/reported`;
      return startPublisher({ ...facts, url: needed('url'), topic, repeat: 200, protocolVersion: mqttVersion(values) });
    }
    case 'http':
      return startClient({ ...facts, url: needed('url'), key: needed('key'), parallel: 8 });
    case 'files':
      return startDropper({
        ...{ ...facts, folder: needed('folder') },
        ...{ rowsPerFile: Number(values['rows']), manifest: values['manifest'] === true },
      });
    case 'alarms': {
      const { run, count, perSecond, enterprise, site } = facts;
      const topic = text('topic') || `mfg/v1/${enterprise}/${site}/PACK/L/M/_event/equipment/condition/changed`;
      const shape = { assets: Number(values['assets']), perLine: 10, startMs: Date.now() };
      return startStorm({
        ...shape,
        run,
        count,
        perSecond,
        enterprise,
        site,
        url: needed('url'),
        topic,
        key: text('key'),
        protocolVersion: mqttVersion(values),
      });
    }
    case 'states': {
      const machines = text('machines').split(',');
      const day = { ...facts, machines, startMs: Date.now() - PAST_MS };
      return startStates({ ...day, url: needed('url'), protocolVersion: mqttVersion(values) });
    }
    default:
      return name satisfies never;
  }
}
