/** Entry of the downtime node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startDowntime } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startDowntime);
