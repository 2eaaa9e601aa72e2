/** Entry of the sequencer. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startSequencer } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startSequencer);
