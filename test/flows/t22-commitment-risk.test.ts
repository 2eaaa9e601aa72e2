import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t22-commitment-risk', () => simulatedSide('SC22'), 'all');
