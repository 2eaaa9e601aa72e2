import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t02-work-order-status', () => simulatedSide('SC2'), 'all');
