/** Entry of the acknowledgement node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startAcknowledgement } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startAcknowledgement);
