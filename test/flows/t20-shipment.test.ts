import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t20-shipment', () => simulatedSide('SC20'), 'all');
