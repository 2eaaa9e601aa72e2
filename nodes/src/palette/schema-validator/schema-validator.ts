/** Entry of the schema validator. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { validator } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, (context) => validator(context.config, context.hash));
