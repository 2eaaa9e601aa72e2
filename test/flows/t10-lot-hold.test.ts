import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t10-lot-hold', () => simulatedSide('SC10'), 'all');
