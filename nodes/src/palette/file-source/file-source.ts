/** Entry of the file source. */
import { dropAt } from '../../adapters/files/drop-folder.ts';
import { pickupAt } from '../../adapters/files/pickup.ts';
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startFileSource } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, (context) => startFileSource(context, pickupAt, dropAt));
