/** Entry of the MQTT broker. */
import { brokerAt } from '../../adapters/mqtt/session.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { examine } from './examine.ts';
import { openBroker } from './resource.ts';

export default registerConfig(definition, system, (context) => openBroker(context, brokerAt), {
  actions: { test: (_input, context) => examine(context, brokerAt) },
});
