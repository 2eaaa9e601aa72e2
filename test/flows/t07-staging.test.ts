import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t07-staging', () => simulatedSide('SC07'), 'all');
