import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packFolders } from '../../../nodes/src/adapters/files/folders.ts';
import { describePack, listPacks, loadPack } from '../../../nodes/src/adapters/files/site-packs.ts';

type Json = Record<string, unknown>;
const demo = (): Json => JSON.parse(readFileSync(join(__dirname, '../../../flows/_sites/demo-plant.json'), 'utf8'));
const environment = { PLANTWIRE_OPCUA_URL: 'opc.tcp://10.0.0.1:4840' };

let root = '';
let folders: string[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plantwire-packs-'));
  folders = [join(root, 'own'), join(root, 'shipped'), join(root, 'absent')];
  for (const folder of folders.slice(0, 2)) mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (folder: 'own' | 'shipped', name: string, content: unknown): void =>
  writeFileSync(join(root, folder, name), typeof content === 'string' ? content : JSON.stringify(content));

test('a pack is loaded with its variables filled in; one that is not set is reported and stays visible', async () => {
  put('shipped', 'demo-plant.json', demo());
  const loaded = await loadPack('demo-plant', folders, environment);
  expect(loaded).toMatchObject({
    ok: true,
    value: {
      pack: { endpoints: { plc: { url: 'opc.tcp://10.0.0.1:4840' }, meter: { url: '${PLANTWIRE_MODBUS_URL}' } } },
      problems: [
        { path: 'endpoints.wms.url', severity: 'warning', message: 'the variable PLANTWIRE_WMS_URL is not set' },
        { path: 'endpoints.meter.url', severity: 'warning', message: 'the variable PLANTWIRE_MODBUS_URL is not set' },
        { path: 'endpoints.mes.url', severity: 'warning', message: 'the variable PLANTWIRE_MES_URL is not set' },
        {
          path: 'endpoints.staging.url',
          severity: 'warning',
          message: 'the variable PLANTWIRE_STAGING_URL is not set',
        },
        { path: 'endpoints.labour.url', severity: 'warning', message: 'the variable PLANTWIRE_LABOUR_URL is not set' },
        { path: 'endpoints.qms.url', severity: 'warning', message: 'the variable PLANTWIRE_QMS_URL is not set' },
        { path: 'endpoints.crm.url', severity: 'warning', message: 'the variable PLANTWIRE_CRM_URL is not set' },
        { path: 'endpoints.trace.url', severity: 'warning', message: 'the variable PLANTWIRE_TRACE_URL is not set' },
        { path: 'endpoints.epcis.url', severity: 'warning', message: 'the variable PLANTWIRE_EPCIS_URL is not set' },
      ],
    },
  });
});

test("the plant's own pack hides a shipped one of the same name", async () => {
  put('shipped', 'demo-plant.json', demo());
  put('own', 'demo-plant.json', { ...demo(), title: 'Ours' });
  expect(await loadPack('demo-plant', folders, environment)).toMatchObject({ value: { pack: { title: 'Ours' } } });
  expect(await listPacks(folders)).toEqual([expect.objectContaining({ name: 'demo-plant', title: 'Ours', errors: 0 })]);
});

test('a pack that appears later is found without a restart', async () => {
  expect(await listPacks(folders)).toEqual([]);
  put('own', 'demo-plant.json', demo());
  expect((await listPacks(folders)).map((pack) => pack.name)).toEqual(['demo-plant']);
});

test('a pack with errors is listed with their number', async () => {
  put('own', 'broken.json', { ...demo(), name: 'broken', shifts: [], site: 7 });
  put('own', 'worse.json', '{ "format": 1,, }');
  expect(await listPacks(folders)).toMatchObject([
    { name: 'broken', errors: 2 },
    { name: 'worse', errors: 1 },
  ]);
});

test('a missing pack names those that are there and the one probably meant', async () => {
  put('own', 'demo-plant.json', demo());
  expect(await loadPack('demo-plnt', folders, environment)).toMatchObject({
    failure: {
      code: 'site-pack-missing',
      class: 'configuration',
      reason: expect.stringContaining('did you mean "demo-plant"?'),
      nextStep: expect.stringContaining(join(root, 'own')),
    },
  });
});

test('a file that is no JSON names line and column', async () => {
  put('own', 'bad.json', '{\n  "format": 1,\n  "name": bad\n}');
  const loaded = await loadPack('bad', folders, environment);
  expect(loaded).toMatchObject({
    failure: { code: 'site-pack-invalid', reason: 'line 3, column 11: expected a value, found "bad"' },
  });
});

test('a typo is reported with its path and a hint', async () => {
  const pack = demo();
  (pack['equipment'] as Json[])[1] = { ...(pack['equipment'] as Json[])[1], polcy: 'default' };
  put('own', 'demo-plant.json', pack);
  expect(await loadPack('demo-plant', folders, environment)).toMatchObject({
    failure: { issues: [{ path: 'equipment[1].polcy', rule: 'unknown field (did you mean "policy"?)' }] },
  });
});

test('a pack that is called otherwise than its file is refused', async () => {
  put('own', 'hamburg.json', demo());
  expect(await loadPack('hamburg', folders, environment)).toMatchObject({
    failure: { issues: [{ path: 'name', rule: expect.stringContaining('"hamburg"') }] },
  });
});

test('a byte order mark is no problem, a folder in place of a file is', async () => {
  put('own', 'demo-plant.json', `\uFEFF${JSON.stringify(demo())}`);
  mkdirSync(join(root, 'own', 'folder.json'));
  expect(await loadPack('demo-plant', folders, environment)).toMatchObject({ ok: true });
  expect(await loadPack('folder', folders, environment)).toMatchObject({ failure: { cause: 'EISDIR' } });
});

test('the form shows every problem, or a summary and the warnings', async () => {
  put('own', 'demo-plant.json', demo());
  put('own', 'broken.json', { ...demo(), name: 'broken', shifts: [], site: 7 });
  expect(await describePack('demo-plant', folders, environment)).toMatchObject({
    ok: true,
    text: expect.stringMatching(/3 machines.*\nendpoints\.meter\.url: the variable/s),
  });
  const broken = await describePack('broken', folders, environment);
  expect(broken).toMatchObject({ ok: false });
  expect(broken.text.split('\n')).toHaveLength(2);
});

test('the user directory comes first, then the folder of the package', () => {
  const [own, shipped] = packFolders('/data');
  expect(own).toBe(join('/data', 'site-packs'));
  expect(shipped).toBe(join(__dirname, '../../../nodes/site-packs/'));
});
