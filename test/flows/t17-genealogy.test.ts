import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t17-genealogy', () => simulatedSide('SC17'), 'all');
