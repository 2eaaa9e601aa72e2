/** Entry of the odoo write node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { definition } from './definition.ts';
import { chooseIntent } from './pickers.ts';
import { start } from './start.ts';

export default register(definition, system, start, { browse: { 'odoo-intents': chooseIntent } });
