/** Entry of the OPC UA endpoint. */
import { OpcuaFeed } from '../../adapters/opcua/feed.ts';
import { askOffer, trustOffer, tryTarget } from '../../adapters/opcua/inspect.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { examine, trust } from './examine.ts';
import { chooseEndpoint, chooseTag } from './pickers.ts';
import { openEndpoint } from './resource.ts';

const scout = { tryTarget, askOffer, trustOffer };

export default registerConfig(
  definition,
  system,
  (context) => openEndpoint(context, (settings) => new OpcuaFeed(settings, system.clock)),
  {
    actions: {
      test: (_input, context) => examine(context, scout),
      trust: (_input, context) => trust(context, scout),
    },
    browse: { 'opcua-endpoints': chooseEndpoint, 'opcua-tags': chooseTag },
  },
);
