import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t05-consumption', () => simulatedSide('SC5'), 'even');
