/** Entry of the genealogy node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startGenealogy } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startGenealogy);
