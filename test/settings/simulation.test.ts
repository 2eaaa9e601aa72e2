import { readEnvironment } from '../../settings/environment.ts';
import { missingParts, readyLine } from '../../settings/simulation.ts';

const parts = (raw: Record<string, string>) => missingParts(readEnvironment(raw).environment);
const ODOO = { ODOO_URL: 'https://odoo.example.com', ODOO_DB: 'd', ODOO_API_KEY: 'k' };

test('what the variables do not name is simulated, and nothing else', () => {
  expect(parts({})).toEqual(['opcua', 'modbus', 'odoo']);
  expect(parts(ODOO)).toEqual(['opcua', 'modbus']);
  expect(parts({ ...ODOO, PLANTWIRE_OPCUA_URL: 'opc.tcp://plc:4840', PLANTWIRE_MODBUS_HOST: 'meter' })).toEqual([]);
});

test('a ready line is told from other output', () => {
  expect(readyLine('{"ready":"opcua","url":"opc.tcp://127.0.0.1:1"}')).toMatchObject({ ready: 'opcua' });
  for (const other of ['', 'starting', '{', '{"ready":"opcua"}', '{"url":"x"}', '[]', 'null'])
    expect(readyLine(other)).toBeUndefined();
});
