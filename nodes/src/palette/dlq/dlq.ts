/** Entry of the dead-letter queue. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startDlq } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startDlq);
