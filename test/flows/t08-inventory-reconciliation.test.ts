import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t08-inventory-reconciliation', () => simulatedSide('SC08'), 'all');
