/** Entry of the crosswalk. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startXref } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startXref);
