import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

describe('T-19', () => scenarioSuite('t19-supplier-confirmation', () => simulatedSide('SC19'), 'all'));
