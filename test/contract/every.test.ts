/** Every case of every intent on the simulated Odoo, in both posting modes. */
import { startSimulatedOdoo } from '../plant/odoo/server.ts';
import type { ErpServer } from './erp.ts';
import { dayContract } from './intents/every/days.ts';

const simulated = async (): Promise<ErpServer> => {
  const odoo = await startSimulatedOdoo();
  return { ...odoo, adminLogin: 'admin', adminPassword: 'admin', stop: () => odoo.stop() };
};

describe('the simulated Odoo, by calls', () => dayContract('simulated-calls', simulated));
describe('the simulated Odoo, by batch action', () => dayContract('simulated-batch', simulated));
