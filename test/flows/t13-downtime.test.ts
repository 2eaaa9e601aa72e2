import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t13-downtime', () => simulatedSide('SC13'), 'all');
