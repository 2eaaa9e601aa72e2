import { Bench } from './bench/bench.ts';
import { fiftyOrdersSuite } from './bench/fifty-suite.ts';
import { simulatedSide } from './bench/odoo-side.ts';

describe('fifty orders on the simulated Odoo', () => {
  fiftyOrdersSuite(async () => Bench.start(await simulatedSide('FIFTY')));
});
