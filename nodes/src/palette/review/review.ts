/** Entry of the review node. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startReview } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startReview);
