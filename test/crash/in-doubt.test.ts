/** Lost answers on the simulated Odoo: hundreds in every run, more by PLANTWIRE_LOST_ANSWERS; the real one is in `test/live`. */
import { startSimulatedOdoo } from '../plant/odoo/server.ts';
import { proveInDoubt, proveLateScraps, seeded } from './in-doubt.ts';

const LOSSES = Number(process.env['PLANTWIRE_LOST_ANSWERS'] ?? 400);
const SEED = Number(process.env['PLANTWIRE_SEED'] ?? Date.now() % 1_000_000);

test(`${LOSSES} answers lost after the commit: nothing twice, nothing missing, nothing stuck`, async () => {
  const odoo = await startSimulatedOdoo();
  try {
    const tally = await proveInDoubt({ ...odoo, adminLogin: 'admin', adminPassword: 'admin' }, LOSSES, seeded(SEED));
    process.stdout.write(`${JSON.stringify({ ...tally, attempts: Math.max(...tally.attempts) })}\n`);
    expect(tally.lost).toBeGreaterThanOrEqual(LOSSES);
    for (const call of [
      'mrp.production.button_mark_done',
      'stock.scrap.action_validate',
      'stock.scrap.load',
      'stock.lot.load',
      'stock.picking.load',
      'stock.picking.button_validate',
      'stock.move.line.load',
      'stock.quant.create',
    ])
      expect(tally.at[call]).toBeGreaterThan(0);
  } catch (error) {
    throw new Error(`with PLANTWIRE_SEED=${SEED}: ${error instanceof Error ? error.message : error}`, { cause: error });
  } finally {
    await odoo.stop();
  }
}, 1_200_000);

test('a scrap whose request arrives after the look is scrapped once', async () => {
  const odoo = await startSimulatedOdoo();
  try {
    await proveLateScraps({ ...odoo, adminLogin: 'admin', adminPassword: 'admin' }, 2);
  } finally {
    await odoo.stop();
  }
}, 300_000);
