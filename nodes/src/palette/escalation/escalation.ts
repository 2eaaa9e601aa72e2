/** Entry of the escalation node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startEscalation } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startEscalation);
