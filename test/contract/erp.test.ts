/** The contract on the simulated Odoo; the real ones are in `test/live`. */
import { startSimulatedOdoo } from '../plant/odoo/server.ts';
import { erpContract } from './erp.ts';

for (const protocol of ['json2', 'jsonrpc'] as const) {
  describe(`the simulated Odoo by ${protocol}`, () => {
    erpContract(protocol, async () => {
      const odoo = await startSimulatedOdoo();
      return { ...odoo, adminLogin: 'admin', adminPassword: 'admin', stop: () => odoo.stop() };
    });
  });
}
