/** Lost answers on the real Odoo 19: its own commits, its own locks. PLANTWIRE_LOST_ANSWERS says how many (20 by default). */
import { proveInDoubt, proveLateScraps, seeded } from '../crash/in-doubt.ts';
import { realOdoo } from './odoo.ts';

const odoo = realOdoo('19');
const run = odoo.available ? test : test.skip;
const LOSSES = Number(process.env['PLANTWIRE_LOST_ANSWERS'] ?? 20);
const SEED = Number(process.env['PLANTWIRE_SEED'] ?? Date.now() % 1_000_000);
const title = `${LOSSES} answers lost after the commit: nothing twice, nothing missing, nothing stuck`;

run(
  `${title}${odoo.available ? '' : ` (left out: ${odoo.reason})`}`,
  async () => {
    const tally = await proveInDoubt(await odoo.open(), LOSSES, seeded(SEED)).catch((error: unknown) => {
      throw new Error(`with PLANTWIRE_SEED=${SEED}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    });
    process.stdout.write(`${JSON.stringify({ ...tally, attempts: Math.max(...tally.attempts) })}\n`);
    expect(tally.lost).toBeGreaterThanOrEqual(LOSSES);
  },
  1_800_000,
);

run(
  'a scrap whose request arrives after the look is scrapped once',
  async () => proveLateScraps(await odoo.open(), 3),
  600_000,
);
