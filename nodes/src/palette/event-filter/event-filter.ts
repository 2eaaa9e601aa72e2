/** Entry of the event filter. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startFilter } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startFilter);
