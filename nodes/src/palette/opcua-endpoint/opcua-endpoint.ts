/** Entry of the OPC UA endpoint. Its client library is half of the time a start takes, so only flows that use it load it. */
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { examine, type Scout, trust } from './examine.ts';
import { chooseEndpoint, chooseTag } from './pickers.ts';
import { openEndpoint, type TargetSettings } from './resource.ts';

const inspection = () => import('../../adapters/opcua/inspect.ts');

const scout: Scout = {
  tryTarget: async (settings, tags) => (await inspection()).tryTarget(settings, tags),
  askOffer: async (settings) => (await inspection()).askOffer(settings),
  trustOffer: async (settings) => (await inspection()).trustOffer(settings),
};

async function connect(settings: TargetSettings) {
  const { OpcuaFeed } = await import('../../adapters/opcua/feed.ts');
  return new OpcuaFeed(settings, system.clock);
}

export default registerConfig(definition, system, (context) => openEndpoint(context, connect), {
  actions: {
    test: (_input, context) => examine(context, scout),
    trust: (_input, context) => trust(context, scout),
  },
  browse: { 'opcua-endpoints': chooseEndpoint, 'opcua-tags': chooseTag },
});
