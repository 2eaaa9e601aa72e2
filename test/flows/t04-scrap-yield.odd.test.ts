import { simulatedSide } from './bench/odoo-side.ts';
import { scenarioSuite } from './bench/suite.ts';

scenarioSuite('t04-scrap-yield', () => simulatedSide('SC4B'), 'odd');
