/** The contract on the simulated Odoo; the real ones are in `test/live`. */
import { startSimulatedOdoo } from '../plant/odoo/server.ts';
import { type ErpServer, erpContract } from './erp.ts';

const simulated = async (): Promise<ErpServer> => {
  const odoo = await startSimulatedOdoo();
  return { ...odoo, adminLogin: 'admin', adminPassword: 'admin', stop: () => odoo.stop() };
};

for (const protocol of ['json2', 'jsonrpc'] as const) {
  describe(`the simulated Odoo by ${protocol}`, () => erpContract(protocol, simulated));
  describe(`the simulated Odoo by ${protocol}, posting by batch action`, () =>
    erpContract(protocol, simulated, 19, 'batch'));
}
