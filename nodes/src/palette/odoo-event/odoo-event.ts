/** Entry of the odoo event node. */
import { isSameSecret } from '../../adapters/http/signature.ts';
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startOdooEvent } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, (context) => startOdooEvent(context, { isSameSecret }));
