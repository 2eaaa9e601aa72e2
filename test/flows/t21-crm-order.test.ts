import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t21-crm-order', () => simulatedSide('SC21'), 'all');
