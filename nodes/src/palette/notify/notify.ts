/** Entry of notify. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startNotify } from './behaviour.ts';
import { definition } from './definition.ts';
import { chooseRole } from './roles-picker.ts';

export default register(definition, system, startNotify, { browse: { roles: chooseRole } });
