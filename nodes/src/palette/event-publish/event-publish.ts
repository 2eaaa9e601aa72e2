/** Entry of event publish. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startEventPublish } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startEventPublish);
