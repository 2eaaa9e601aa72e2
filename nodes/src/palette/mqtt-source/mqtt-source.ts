/** Entry of the MQTT source. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startMqttSource } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, startMqttSource);
