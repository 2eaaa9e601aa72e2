import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import filterEntry from '../../../nodes/src/palette/event-filter/event-filter.ts';
import journalEntry from '../../../nodes/src/palette/journal/journal.ts';
import endpointEntry from '../../../nodes/src/palette/opcua-endpoint/opcua-endpoint.ts';
import sourceEntry from '../../../nodes/src/palette/opcua-source/opcua-source.ts';
import siteEntry from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { nodeBench } from '../../support/nodes.ts';
import { type RunningPlant, startPlant } from '../../support/plant.ts';
import { until } from '../../support/time.ts';

/** Alarms of the simulated plant through the OPC UA source inside Node-RED, with an event filter behind it. */
type Loaded = Awaited<ReturnType<typeof load>>;
const load = nodeBench();

let plant: RunningPlant;
beforeAll(async () => {
  plant = await startPlant('opcua', '--alarms');
}, 60_000);
afterAll(() => plant.stop(), 30_000);

const set = (alarm: string, active: boolean) => plant.command('alarm', { alarm, active });
const nodes = (journal: string, over: object) => [
  { id: 'site', type: 'plantwire-site-pack', configVersion: 1, pack: 'alarm-test' },
  { id: 'journal', type: 'plantwire-journal', configVersion: 1, file: journal, reserveMb: 0, minFreeMb: 0 },
  {
    ...{ id: 'server', type: 'plantwire-opcua-endpoint', configVersion: 1, sitePack: 'site', endpoint: 'plc' },
    ...{ securityMode: 'None', securityPolicy: 'None', trust: 'firstUse', timeoutSeconds: 5 },
  },
  {
    ...{ id: 'source', type: 'plantwire-opcua-source', configVersion: 1, endpoint: 'server', journal: 'journal' },
    ...{ watch: 'alarms', equipment: '[]', tags: '[]', publishingMs: 100, wires: [[], ['filter', 'alarms']], ...over },
  },
  {
    ...{ id: 'filter', type: 'plantwire-event-filter', configVersion: 1, journal: 'journal', sitePack: 'site' },
    wires: [['requests'], [], ['rejected']],
  },
  ...['alarms', 'requests', 'rejected'].map((id) => ({ id, type: 'helper' })),
];
const entries = [siteEntry, journalEntry, endpointEntry, sourceEntry, filterEntry];

/** The same journal again is a restart. */
async function flow(journal: string, over: object = {}): Promise<Loaded> {
  const pack = JSON.parse(readFileSync(join(__dirname, '../../../flows/_sites/demo-plant.json'), 'utf8'));
  pack.name = 'alarm-test';
  pack.endpoints.plc.url = plant.urls.opcua;
  pack.alarms = { list: [{ condition: 'Press1.DriveTripped', class: 'drive', priority: 3 }] };
  const loaded = await load(entries, nodes(journal, over));
  mkdirSync(join(loaded.userDir, 'site-packs'), { recursive: true });
  writeFileSync(join(loaded.userDir, 'site-packs', 'alarm-test.json'), JSON.stringify(pack));
  return loaded;
}

interface Told {
  readonly type: string;
  readonly data: { readonly conditionId: string; readonly transition: string; readonly equipmentId: string };
}
const told = (loaded: Loaded) =>
  (loaded.received.alarms ?? []).map(({ payload }) => (payload as Told).data).map((data) => ({ ...data }));
const said = (loaded: Loaded) => told(loaded).map(({ transition, conditionId }) => `${transition} ${conditionId}`);

test('an active alarm is told with its machine, asks for work once, and a lower severity is left out', async () => {
  await set('Press1.DriveTripped', true);
  await set('Press2.DoorOpen', true);
  const loaded = await flow('work.sqlite', { severityFloor: 200 });
  await loaded.shows('source', '1 alarm active', 40_000);
  await until('work is asked for', () => (loaded.received.requests ?? []).length > 0, 30_000);
  expect(said(loaded)).toEqual(['activated Press1.DriveTripped']);
  expect(told(loaded)[0]).toMatchObject({ equipmentId: 'ACME/MUC1/PRESS/P1', severity: 800, active: true });
  expect(loaded.received.rejected).toEqual([]);
  await set('Press1.DriveTripped', false);
  await set('Press2.DoorOpen', false);
  await loaded.shows('source', '0 alarms active', 30_000);
  expect(said(loaded)).toContain('returned Press1.DriveTripped');
}, 90_000);

test('over a restart of node and server: what lasts is not told again, what came and what went meanwhile is told once', async () => {
  await set('Press1.DriveTripped', true);
  await set('Press1.BearingHot', true);
  const before = await flow('restart.sqlite');
  await before.shows('source', '2 alarms active', 40_000);
  await until('both are told', () => said(before).length === 2, 30_000);
  await before.shows('filter', '1 requests, 1 held back', 30_000);
  await plant.command('stop', { part: 'opcua' });
  await set('Press1.BearingHot', false);
  await set('Press2.DriveTripped', true);
  const after = await flow('restart.sqlite');
  await plant.command('start', { part: 'opcua' });
  await after.shows('source', '2 alarms active', 40_000);
  await until('what changed is told', () => said(after).length >= 2, 30_000);
  expect(said(after).sort()).toEqual(['activated Press2.DriveTripped', 'returned Press1.BearingHot']);
}, 120_000);

test('alarms without a journal are refused by name', async () => {
  const loaded = await flow('none.sqlite', { journal: '' });
  await until('the log says so', () => loaded.logged().some((line) => line.includes('no journal is chosen')));
  expect(said(loaded)).toEqual([]);
}, 30_000);
