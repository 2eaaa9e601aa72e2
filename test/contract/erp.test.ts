/** The contract on the simulated Odoo; the real ones are in `test/live`. */
import { startSimulatedOdoo } from '../plant/odoo/server.ts';
import { type ErpServer, erpContract } from './erp.ts';

const simulated = async (): Promise<ErpServer> => {
  const odoo = await startSimulatedOdoo();
  return { ...odoo, adminLogin: 'admin', adminPassword: 'admin', stop: () => odoo.stop() };
};

/** Standing intents run once by each protocol and once in each posting mode; what they call is the same in both. */
for (const protocol of ['json2', 'jsonrpc'] as const) {
  describe(`the simulated Odoo by ${protocol}`, () =>
    erpContract(protocol, simulated, 19, 'calls', 'whole', protocol === 'json2'));
  describe(`the simulated Odoo by ${protocol}, posting by batch action`, () =>
    erpContract(protocol, simulated, 19, 'batch', 'whole', protocol === 'jsonrpc'));
}
