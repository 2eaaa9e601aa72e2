import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t01-order-release', () => simulatedSide('SC1'), 'all');
