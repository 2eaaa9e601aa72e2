/** Alarms and conditions against the simulated plant. */
import { rm } from 'node:fs/promises';
import { OpcuaFeed } from '../../../nodes/src/adapters/opcua/feed.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { conditionFeedContract } from '../../contract/condition-feed.ts';
import type { RunningPlant } from '../../support/plant.ts';
import { startPlant, target } from './bench.ts';

let plant: RunningPlant;
beforeAll(async () => {
  plant = await startPlant('opcua', '--alarms');
}, 60_000);
afterAll(() => plant.stop(), 30_000);

conditionFeedContract('OPC UA', async () => {
  const aim = await target(plant.urls.opcua ?? '');
  const feed = new OpcuaFeed(aim, system.clock);
  return {
    ...{ feed, notifier: 'i=2253', conditions: ['Press1.DriveTripped', 'Press2.BearingHot'] },
    set: async (alarm, active, flickers) => void (await plant.command('alarm', { alarm, active, flickers })),
    acknowledge: async (alarm) => void (await plant.command('acknowledge', { alarm })),
    cut: async () => void (await plant.command('drop')),
    stop: async () => void (await plant.command('stop', { part: 'opcua' })),
    start: async () => void (await plant.command('start', { part: 'opcua' })),
    close: async () => {
      await feed.close();
      await rm(aim.pkiFolder, { recursive: true, force: true });
    },
  };
});
