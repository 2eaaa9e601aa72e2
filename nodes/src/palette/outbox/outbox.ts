/** Entry of the outbox. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startOutbox } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startOutbox);
