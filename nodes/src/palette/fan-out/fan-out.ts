/** Entry of the fan-out node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startFanOut } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startFanOut);
