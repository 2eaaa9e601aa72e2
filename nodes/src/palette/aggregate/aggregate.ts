/** Entry of the aggregate. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startAggregate } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startAggregate);
