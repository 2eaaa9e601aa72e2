/** Where a person looks who started a part by itself. */
import type { SystemName } from './options.ts';
import type { SenderName } from './senders/start.ts';

const LOOK: Readonly<Record<SystemName | SenderName | 'opcua' | 'modbus' | 'odoo' | 'control', string>> = {
  opcua: 'browse Objects with any OPC UA client: an object for each machine',
  modbus: 'read the holding registers of unit 1',
  odoo: 'log in by JSON-RPC or JSON-2 with the db, login and key of this line',
  control: 'GET /state is what was truly made; POST /pause and others move the machines',
  broker: 'subscribe to mfg/v1/#',
  wms: 'GET this address: what it was told',
  mes: 'GET /state: its orders, and what it and its neighbours took',
  crm: 'GET this address: what it was told',
  qms: 'GET this address: what it was told',
  supplier: 'suppliers and dock in this folder: its messages as files',
  carrier: 'this address hears its milestones of --deliveries',
  legacy: 'legacy-in in this folder: its movements as files',
  mqtt: 'this broker hears its facts',
  http: 'this address hears its facts',
  files: 'this folder gets its facts as files',
  alarms: 'this address hears its alarms',
  states: 'this broker hears how its machines run',
};

const isKnown = (part: string): part is keyof typeof LOOK => Object.hasOwn(LOOK, part);

export const lookAt = (part: string): string => (isKnown(part) ? LOOK[part] : '');
