/** Entry of the reconcile node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startReconcile } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startReconcile);
