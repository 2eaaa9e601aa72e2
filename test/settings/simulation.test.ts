import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../settings/environment.ts';
import { missingParts, readyLine, startSimulation } from '../../settings/simulation.ts';
import { systemsAccess } from '../../settings/simulation-access.ts';

const parts = (raw: Record<string, string>) => missingParts(readEnvironment(raw).environment);
const ODOO = { ODOO_URL: 'https://odoo.example.com', ODOO_DB: 'd', ODOO_API_KEY: 'k' };

test('what the variables do not name is simulated, and nothing else', () => {
  const systems = ['broker', 'mes', 'wms', 'crm', 'qms'];
  expect(parts({})).toEqual(['opcua', 'modbus', 'odoo', ...systems]);
  expect(parts(ODOO)).toEqual(['opcua', 'modbus']);
  expect(parts({ ...ODOO, PLANTWIRE_OPCUA_URL: 'opc.tcp://plc:4840', PLANTWIRE_MODBUS_HOST: 'meter' })).toEqual([]);
});

test('an MES is simulated where a flow speaks to one and no variable names it', () => {
  const tabs = ['T-03 Completion', 'T-01 Order release'];
  expect(missingParts(readEnvironment(ODOO).environment, tabs)).toEqual(['opcua', 'modbus', 'broker', 'mes']);
  const named = { ...ODOO, PLANTWIRE_MES_URL: 'https://mes.example.com', PLANTWIRE_MQTT_URL: 'mqtt://broker' };
  expect(missingParts(readEnvironment(named).environment, tabs)).toEqual(['opcua', 'modbus']);
});

test('a broker runs where flows hear one and no variable names it', () => {
  const tabs = ['T-11 Maintenance'];
  expect(missingParts(readEnvironment(ODOO).environment, tabs)).toEqual(['opcua', 'modbus', 'broker']);
  const named = { ...ODOO, PLANTWIRE_MQTT_URL: 'mqtt://broker' };
  expect(missingParts(readEnvironment(named).environment, tabs)).toEqual(['opcua', 'modbus']);
});

test('a warehouse system is simulated where a flow hears one and no variable names it', () => {
  const tabs = ['T-07 Staging'];
  expect(missingParts(readEnvironment(ODOO).environment, tabs)).toEqual(['opcua', 'modbus', 'wms']);
  const named = { ...ODOO, PLANTWIRE_WMS_URL: 'https://wms.example.com' };
  expect(missingParts(readEnvironment(named).environment, tabs)).toEqual(['opcua', 'modbus']);
});

test('a CRM is simulated where a flow takes its orders and no variable names it', () => {
  const tabs = ['T-21 CRM order'];
  expect(missingParts(readEnvironment(ODOO).environment, tabs)).toEqual(['opcua', 'modbus', 'crm']);
  const named = { ...ODOO, PLANTWIRE_CRM_URL: 'https://crm.example.com' };
  expect(missingParts(readEnvironment(named).environment, tabs)).toEqual(['opcua', 'modbus']);
});

test('beside a simulated Odoo every system runs that no variable names: what is imported later finds it', () => {
  const named = { PLANTWIRE_MES_URL: 'https://mes.example.com', PLANTWIRE_QMS_URL: 'https://qms.example.com' };
  expect(parts(named)).toEqual(['opcua', 'modbus', 'odoo', 'broker', 'wms', 'crm']);
});

test('a ready line is told from other output', () => {
  expect(readyLine('{"ready":"opcua","url":"opc.tcp://127.0.0.1:1"}')).toMatchObject({ ready: 'opcua' });
  for (const other of ['', 'starting', '{', '{"ready":"opcua"}', '{"url":"x"}', '[]', 'null'])
    expect(readyLine(other)).toBeUndefined();
});

const SECRET = /_(SECRET|KEY)$/;

test('secrets and keys of the systems go by variable: the arguments name addresses alone', () => {
  const named = {
    PLANTWIRE_MES_SECRET: 'a secret of the MES, long enough',
    PLANTWIRE_WMS_KEY: 'a key of the WMS, long enough',
  };
  const { args, env, mes, wms, crm, qms, others } = systemsAccess(readEnvironment(named).environment);
  const secrets = [mes, wms, crm, qms, others].flatMap((one) => Object.values<string>(one));
  expect(secrets).toEqual(expect.arrayContaining(Object.values(named)));
  expect(args.filter((arg) => secrets.some((secret) => arg.includes(secret)))).toEqual([]);
  expect(Object.keys(env).filter((name) => !SECRET.test(name))).toEqual([]);
  expect(secrets).toEqual(expect.arrayContaining(Object.values(env)));
});

/** Stands in for the plant: says what it was started with, and that every part serves. */
const SAYS_ITS_START = `
const { argv, execArgv, env } = process;
console.log(JSON.stringify({ argv, execArgv, variables: env }));
for (const ready of argv.slice(2).filter((arg) => /^[a-z]+$/.test(arg))) console.log(JSON.stringify({ ready, url: 'http://127.0.0.1:9' }));
setInterval(() => undefined, 1_000);
`;

test('no secret stands in the arguments of the simulated plant, whose list everybody on the machine reads', async () => {
  const root = mkdtempSync(join(tmpdir(), 'plantwire-start-'));
  mkdirSync(join(root, 'test/plant'), { recursive: true });
  writeFileSync(join(root, 'test/plant/main.ts'), SAYS_ITS_START);
  const lines: string[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  const named = {
    PLANTWIRE_MES_SECRET: 'a secret of the MES, long enough',
    PLANTWIRE_QMS_KEY: 'a key of the QMS, long enough',
  };
  const simulation = await startSimulation({
    environment: readEnvironment(named).environment,
    ...{ root, folder: root, leash: join(__dirname, '../../settings/leash.ts') },
    onChild: (child) => stops.push(() => child.stop(1_000)),
    onLine: (line) => lines.push(line),
  });
  for (const stop of stops) await stop();
  rmSync(root, { recursive: true, force: true });
  if (typeof simulation === 'string') throw new Error([simulation, ...lines].join('\n'));
  const { argv, execArgv, variables } = JSON.parse(lines[0] ?? '') as {
    argv: string[];
    execArgv: string[];
    variables: Record<string, string>;
  };
  const told = Object.entries({ ...simulation.variables, ...named }).filter(([name]) => SECRET.test(name));
  const secrets = told.map(([, value]) => value).filter((value) => value !== '');
  expect(secrets.length).toBeGreaterThan(10);
  expect([...argv, ...execArgv].filter((arg) => secrets.some((secret) => arg.includes(secret)))).toEqual([]);
  expect(variables).toMatchObject({ PLANT_SECRET: named.PLANTWIRE_MES_SECRET, PLANT_QMS_KEY: named.PLANTWIRE_QMS_KEY });
}, 60_000);
