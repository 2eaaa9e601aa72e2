import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

describe('T-18', () => scenarioSuite('t18-asn-receipt', () => simulatedSide('SC18'), 'all'));
