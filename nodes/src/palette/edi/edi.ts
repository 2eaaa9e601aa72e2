/** Entry of the EDI node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startEdi } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startEdi);
