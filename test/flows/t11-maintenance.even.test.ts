import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t11-maintenance', () => simulatedSide('SBA'), 'even');
