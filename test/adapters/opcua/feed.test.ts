import { tagFeedContract } from '../../contract/tag-feed.ts';
import type { RunningPlant } from '../../support/plant.ts';
import { plantBench, startPlant } from './bench.ts';

let plant: RunningPlant;
beforeAll(async () => {
  plant = await startPlant('opcua');
}, 60_000);
afterAll(() => plant.stop(), 30_000);

tagFeedContract('OPC UA', () => plantBench(plant));
