/** Entry of the counter. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startCounter } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startCounter);
