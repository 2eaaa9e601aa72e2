/** Entry of the idempotency guard. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startGuard } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startGuard);
