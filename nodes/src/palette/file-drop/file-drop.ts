/** Entry of the file drop. */
import { dropAt } from '../../adapters/files/drop-folder.ts';
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startFileDrop } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, (context) => startFileDrop(context, dropAt));
