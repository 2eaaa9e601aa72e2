/** Entry of the HTTP endpoint. */
import { peerAt } from '../../adapters/http/peer.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { chooseEndpoint, examine } from './examine.ts';
import { openHttpEndpoint, type Reach } from './resource.ts';

const reach: Reach = (settings) => peerAt(settings, system.clock);

export default registerConfig(definition, system, (context) => openHttpEndpoint(context, reach), {
  actions: { test: (_input, context) => examine(context, reach) },
  browse: { 'http-endpoints': chooseEndpoint },
});
