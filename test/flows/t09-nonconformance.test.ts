import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t09-nonconformance', () => simulatedSide('SC09'), 'all');
