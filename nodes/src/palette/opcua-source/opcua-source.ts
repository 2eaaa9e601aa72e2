/** Entry of the OPC UA source. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startSource } from './behaviour.ts';
import { definition } from './definition.ts';
import { chooseMachine, chooseNotifier } from './pickers.ts';

export default register(definition, system, startSource, {
  browse: { 'endpoint-machines': chooseMachine, 'opcua-notifiers': chooseNotifier },
});
