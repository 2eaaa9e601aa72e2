import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t16-shift-summary', () => simulatedSide('SC16'), 'all');
