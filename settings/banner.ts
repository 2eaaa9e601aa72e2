/** The one block `npm start` prints: where the editor is, what is running, what to look at, how to point it at a real Odoo. */
import type { Environment } from './environment.ts';
import { localUrl } from './health.ts';
import { editorAccess } from './security.ts';
import type { Simulation } from './simulation.ts';

export interface Running {
  readonly environment: Environment;
  readonly simulation: Simulation;
  /** Templates deployed at this start; empty when the data folder was in use already. */
  readonly seeded: readonly string[];
  /** Labels of the enabled tabs that are deployed. */
  readonly tabs: readonly string[];
  readonly folder: string;
  readonly logFile: string;
  /** Status word of /health. */
  readonly health: string;
  readonly seconds: number;
}

export function banner(running: Running): string {
  const { environment, simulation, seeded, folder } = running;
  const url = localUrl(environment);
  const flows =
    seeded.length > 0
      ? `deployed into the empty data folder: ${seeded.join(', ')}`
      : running.tabs.length > 0
        ? `as last deployed, from ${folder}`
        : 'none yet';
  const rows: [string, string][] = [
    ['Editor', editorLine(environment, url)],
    ['Flows', flows],
    ['Plant', plantLine(environment, simulation)],
    ['Odoo', odooLine(environment, simulation)],
    ['Look at', `${lookAt(running.tabs)}; ${url}/health says ${running.health}; ${url}/metrics`],
    ['Log', running.logFile],
  ];
  if (simulation.parts.includes('odoo'))
    rows.push(['Your Odoo', 'PLANTWIRE_DATA=.data-odoo ODOO_URL=https://... ODOO_DB=... ODOO_API_KEY=... npm start']);
  const body = rows.map(([head, text]) => `  ${head.padEnd(10)} ${text}`);
  return ['', `Plantwire is running (after ${running.seconds.toFixed(1)} s). Ctrl+C stops it.`, '', ...body, ''].join(
    '\n',
  );
}

function lookAt(tabs: readonly string[]): string {
  const completion = tabs.find((label) => label.startsWith('T-03'));
  if (completion !== undefined) return `the tab "${completion}": counters become verified postings`;
  const [first] = tabs;
  if (first !== undefined) return `the tab "${first}"`;
  return 'the empty editor: Import, Examples, @plantwire/node-red-odoo has the templates';
}

function editorLine(environment: Environment, url: string): string {
  const access = editorAccess(environment);
  if (access === 'none') return 'off (set PLANTWIRE_ADMIN_USER and PLANTWIRE_ADMIN_PASSWORD_HASH to get it)';
  if (access === 'login') return `${url}  (log in as ${environment.PLANTWIRE_ADMIN_USER})`;
  return access === 'anyone' ? `${url}  (no login: whoever reaches this address can change the flows)` : url;
}

function plantLine(environment: Environment, { parts, variables }: Simulation): string {
  const opcua = parts.includes('opcua')
    ? `simulated OPC UA server ${variables.PLANTWIRE_OPCUA_URL}`
    : `OPC UA server ${environment.PLANTWIRE_OPCUA_URL}`;
  const modbus = parts.includes('modbus')
    ? `simulated Modbus device ${variables.PLANTWIRE_MODBUS_HOST}:${variables.PLANTWIRE_MODBUS_PORT}`
    : `Modbus device ${environment.PLANTWIRE_MODBUS_HOST}:${environment.PLANTWIRE_MODBUS_PORT}`;
  const mes = parts.includes('mes') ? `, simulated MES ${variables.PLANTWIRE_MES_URL}` : '';
  const wms = parts.includes('wms') ? `, simulated warehouse ${variables.PLANTWIRE_WMS_URL}` : '';
  const broker = parts.includes('broker') ? `, simulated MQTT broker ${variables.PLANTWIRE_MQTT_URL}` : '';
  const qms = parts.includes('qms') ? `, simulated quality system ${variables.PLANTWIRE_QMS_URL}` : '';
  const crm = parts.includes('crm') ? `, simulated CRM ${variables.PLANTWIRE_CRM_URL}` : '';
  return `${opcua}, ${modbus}${broker}${mes}${wms}${crm}${qms}`;
}

const odooLine = (environment: Environment, { parts, variables }: Simulation): string =>
  parts.includes('odoo')
    ? `simulated, ${variables.ODOO_URL}`
    : `${environment.ODOO_URL}, database ${environment.ODOO_DB}`;
