import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t29-file-exchange', () => simulatedSide('SC29'), 'all');
