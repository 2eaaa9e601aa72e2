import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t03-completion', () => simulatedSide('SC3'), 'even');
