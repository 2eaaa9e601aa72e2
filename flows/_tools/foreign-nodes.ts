/** Nodes of Node-RED itself and of the partner palettes the appliance ships, as far as templates may use them. */

/**
 * - `telemetry`: raw values from a plant; must be reduced before they may reach Odoo.
 * - `control`: acts on a machine or a plant system.
 * - `reducer`: turns a stream of values into few business facts.
 */
export type Duty = 'telemetry' | 'control' | 'reducer';

export interface ForeignNode {
  readonly outputs: number | 'any';
  readonly input: boolean;
  readonly duty?: Duty;
  readonly config?: boolean;
}

const source: ForeignNode = { input: false, outputs: 1 };
const step: ForeignNode = { input: true, outputs: 'any' };
const sink: ForeignNode = { input: true, outputs: 0 };
const config: ForeignNode = { input: false, outputs: 0, config: true };

export const FOREIGN_NODES: Readonly<Record<string, ForeignNode>> = {
  tab: config,
  group: config,
  comment: { input: false, outputs: 0 },
  inject: source,
  catch: source,
  status: source,
  complete: source,
  debug: sink,
  junction: { input: true, outputs: 1 },
  'link in': source,
  'link out': sink,
  'link call': { input: true, outputs: 1 },
  change: { input: true, outputs: 1 },
  switch: step,
  delay: step,
  split: { input: true, outputs: 1 },
  join: { input: true, outputs: 1 },
  'http response': sink,
  'http in': { ...source, duty: 'telemetry' },
  'tcp in': { ...source, duty: 'telemetry' },
  'udp in': { ...source, duty: 'telemetry' },
  'mqtt in': { ...source, duty: 'telemetry' },
  'mqtt out': { ...sink, duty: 'control' },
  'mqtt-broker': config,
  'tcp out': { ...sink, duty: 'control' },
  'udp out': { ...sink, duty: 'control' },
  'modbus-client': config,
  'modbus-read': { input: false, outputs: 2, duty: 'telemetry' },
  'modbus-getter': { input: true, outputs: 2, duty: 'telemetry' },
  'modbus-flex-getter': { input: true, outputs: 2, duty: 'telemetry' },
  'modbus-write': { input: true, outputs: 2, duty: 'control' },
  'modbus-flex-write': { input: true, outputs: 2, duty: 'control' },
};

/** Duties of our own nodes, by folder name; an event filter of values has another. */
export const OWN_DUTIES: Readonly<Record<string, Duty>> = {
  'opcua-source': 'telemetry',
  'opcua-write': 'control',
  'opcua-method': 'control',
  counter: 'reducer',
  downtime: 'reducer',
  'event-filter': 'reducer',
  aggregate: 'reducer',
};

/** Fewer raw values are raw values still: what leaves an event filter that filters values is no business fact. */
export const leavesValues = (folder: string, content: unknown): boolean =>
  folder === 'event-filter' && content === 'values';

/** Our nodes through which facts of other systems come in: each must be stored once before Odoo hears of it. */
export const FACT_SOURCES = ['mqtt-source', 'http-source', 'file-source'];

/** Our nodes that tell other systems and people something, and those that pass a message on after its delivery. */
export const MESSENGERS = ['event-publish', 'webhook-out', 'notify'];
export const DELIVERERS = ['odoo-write', 'http-request', ...MESSENGERS];

/** Our nodes that carry what Odoo says into a flow, and the one that writes to it. */
export const ODOO_ORIGINS = ['odoo-read', 'odoo-event', 'odoo-write'];
export const ODOO_WRITES = ['odoo-write'];
