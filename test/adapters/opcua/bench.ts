/** The OPC UA feed against the simulated plant. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OpcuaFeed } from '../../../nodes/src/adapters/opcua/feed.ts';
import type { OpcuaTarget } from '../../../nodes/src/adapters/opcua/session.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import type { FeedBench } from '../../contract/tag-feed.ts';
import { type RunningPlant, startPlant } from '../../support/plant.ts';

export async function target(url: string, over: Partial<OpcuaTarget> = {}): Promise<OpcuaTarget> {
  const pkiFolder = await mkdtemp(path.join(tmpdir(), 'plantwire-pki-'));
  return { url, securityMode: 'None', securityPolicy: 'None', trust: 'firstUse', pkiFolder, timeoutMs: 5_000, ...over };
}

export async function plantBench(plant: RunningPlant): Promise<FeedBench> {
  const aim = await target(plant.urls.opcua ?? '');
  const feed = new OpcuaFeed(aim, system.clock);
  return {
    feed,
    counter: 'ns=1;s=Press1.GoodCount',
    folder: 'ns=1;i=1000',
    raise: async (by) => void (await plant.command('increment', { tag: 'Press1.GoodCount', by })),
    total: async () => (await plant.state()).machines[0]?.registers.GoodCount ?? Number.NaN,
    cut: async () => void (await plant.command('drop')),
    restart: async () => {
      await plant.command('stop', { part: 'opcua' });
      await plant.command('start', { part: 'opcua' });
    },
    close: async () => {
      await feed.close();
      await rm(aim.pkiFolder, { recursive: true, force: true });
    },
  };
}

export { startPlant };
