/** The endpoints of the crosswalk in Node-RED's own web server: the file of an import arrives as it was sent. */
import { mountCrosswalk } from '../../nodes/src/host/admin/crosswalk.ts';
import journal from '../../nodes/src/palette/journal/journal.ts';
import sitePack from '../../nodes/src/palette/site-pack/site-pack.ts';
import xref from '../../nodes/src/palette/xref/xref.ts';
import { type Loaded, nodeBench } from '../support/nodes.ts';
import { fakeRed } from '../support/red.ts';

// Ten thousand rows take a busy machine more than the usual five seconds.
jest.setTimeout(60_000);

const load = nodeBench();
const HEADING = 'domain,system,localCode,canonicalId,validFrom,validTo,status';
let files = 0;

async function running(change: Record<string, unknown> = {}, more: readonly { id: string; type: string }[] = []) {
  files += 1;
  const nodes = await load(
    [journal, sitePack, xref, mountCrosswalk],
    [
      { id: 'j', type: 'plantwire-journal', file: `crosswalk-${files}.sqlite`, minFreeMb: 0, reserveMb: 1 },
      { id: 's', type: 'plantwire-site-pack', pack: 'demo-plant' },
      { id: 'n', type: 'plantwire-xref', journal: 'j', sitePack: 's', wires: [[], []], ...change },
      ...more,
    ],
  );
  return clientOf(nodes);
}

function clientOf({ url }: Loaded) {
  const at = (path: string) => `${url}/plantwire/crosswalk${path}`;
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(at(path), { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
  };
  const upload = async (query: string, text: string | Uint8Array<ArrayBuffer>) => {
    const request = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: text };
    const answer = await fetch(at(`/import?${query}`), request);
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
  };
  const get = async (path: string) => (await fetch(at(path))).json() as Promise<Record<string, unknown>>;
  const rows = async () => (await get(''))['rows'];
  return { post, upload, get, rows, text: async (path: string) => (await fetch(at(path))).text() };
}

const row = { domain: 'material', system: 'shop', localCode: 'X-1', canonicalId: 'FG-1000' };

test('whoever may read sees it, whoever may write changes it', () => {
  const host = fakeRed();
  mountCrosswalk(host.red);
  expect(Object.fromEntries(host.permissions)).toEqual({
    'get /plantwire/crosswalk': 'plantwire.read',
    'get /plantwire/crosswalk/targets': 'plantwire.read',
    'get /plantwire/crosswalk/export': 'plantwire.read',
    'get /plantwire/crosswalk/audit': 'plantwire.read',
    'post /plantwire/crosswalk/import': 'plantwire.write',
    'post /plantwire/crosswalk/rows': 'plantwire.write',
    'post /plantwire/crosswalk/rows/:id/:move': 'plantwire.write',
  });
});

test('a row is proposed, approved, ended and retired, each time with a reason that stays in the audit', async () => {
  const { post, get, rows } = await running();
  expect(await post('/rows', { row })).toMatchObject({ status: 400, text: expect.stringContaining('reason') });
  expect(await post('/rows', { row, reason: 'new shop' })).toMatchObject({ status: 200, changed: 1 });
  expect(await rows()).toMatchObject([{ ...row, id: 1, status: 'proposed', reason: 'new shop' }]);
  expect(await post('/rows/1/approve', { reason: 'checked' })).toMatchObject({ changed: 1 });
  expect(await post('/rows/1/end', { reason: 'over' })).toMatchObject({ status: 400 });
  expect(await post('/rows/1/end', { reason: 'over', validTo: '2026-12-31' })).toMatchObject({ changed: 1 });
  expect(await post('/rows', { row: { ...row, status: 'approved' }, reason: 'again' })).toMatchObject({
    ...{ status: 409, text: expect.stringContaining('no two rows on one day') },
  });
  expect(await post('/rows/1/retire', { reason: 'wrong' })).toMatchObject({ changed: 1 });
  expect(await rows()).toMatchObject([{ status: 'retired', validTo: '2026-12-31', changedBy: 'not logged in' }]);
  const { audit } = (await get('/audit')) as { audit: { reason: string; action: string }[] };
  expect(audit.map(({ action, reason }) => `${action} ${reason}`)).toEqual([
    'crosswalk wrong',
    'crosswalk over',
    'crosswalk checked',
    'crosswalk new shop',
  ]);
});

test('what does not fit the site pack, or is no row, is refused with the reason', async () => {
  const { post, rows } = await running();
  const add = (change: object) => post('/rows', { row: { ...row, ...change }, reason: 'test' });
  expect(await add({ canonicalId: 'FG-999' })).toMatchObject({ status: 409, text: expect.stringContaining('FG-999') });
  expect(await add({ domain: 'reason', system: '*', localCode: '1', canonicalId: 'BURR' })).toMatchObject({
    text: expect.stringContaining('goes first'),
  });
  expect(await add({ validFrom: 'soon' })).toMatchObject({ status: 400, text: expect.stringContaining('validFrom') });
  expect(await post('/rows/7/approve', { reason: 'test' })).toMatchObject({ status: 404 });
  expect(await post('/rows', { row: null, reason: 'test' })).toMatchObject({ status: 400 });
  expect(await rows()).toEqual([]);
});

test('a file with a bad row imports nothing, unless the person says so; a dry run never does', async () => {
  const { upload, rows, text } = await running();
  const file = `${HEADING}\nmaterial,shop,A,FG-1000,,,approved\nmaterial,shop,B,FG-999,,,\n`;
  const bad = [{ line: 3, text: 'material,shop,B,FG-999,,,', reason: expect.stringContaining('no binding') }];
  expect(await upload('reason=go', file)).toMatchObject({ status: 422, imported: 0, good: 1, bad });
  expect(await upload('dryRun=true&partly=true', file)).toMatchObject({ status: 200, imported: 0, good: 1, bad });
  expect(await rows()).toEqual([]);
  expect(await upload('partly=true', file)).toMatchObject({ status: 400, text: expect.stringContaining('reason') });
  expect(await upload('partly=true&reason=go', file)).toMatchObject({ status: 200, imported: 1, bad });
  const exported = await text('/export');
  expect(exported).toBe(`${HEADING}\r\nmaterial,shop,A,FG-1000,,,approved\r\n`);
  expect(await upload('reason=again', exported)).toMatchObject({ status: 200, imported: 0, unchanged: 1, bad: [] });
});

test('ten thousand rows come in at once; a file that is not UTF-8 does not', async () => {
  const { upload, rows, get } = await running();
  const lines = Array.from({ length: 10_000 }, (_, nr) => `material,shop,C-${nr},FG-1000,,,approved`);
  expect(await upload('reason=go', [HEADING, ...lines].join('\n'))).toMatchObject({ imported: 10_000, bad: [] });
  expect(await rows()).toHaveLength(10_000);
  const page = await get('?q=shop%20c-99&limit=2&status=approved');
  expect(page).toMatchObject({ total: 111, rows: [{ localCode: 'C-9999' }, { localCode: 'C-9998' }] });
  expect(await upload('reason=go', new Uint8Array([0xff, 0xfe, 0x0a]))).toMatchObject({
    ...{ status: 400, text: 'The file is not UTF-8.' },
  });
});

test('what a code may mean is offered: bindings and machines of the site pack, known units; nothing where any word will do', async () => {
  const { get } = await running();
  const offered = async (domain: string) => (await get(`/targets?domain=${domain}`))['targets'];
  expect(await offered('material')).toContainEqual({ id: 'FG-1000', title: expect.any(String) });
  expect(await offered('equipment')).toContainEqual({ id: 'ACME/MUC1/PRESS/P1', title: 'Press1' });
  expect(await offered('uom')).toContainEqual({ id: 'KGM', title: 'kilogram' });
  expect(await offered('lot')).toEqual([]);
  expect(await offered('nonsense')).toEqual([]);
  expect(await get('?status=pack&q=burr&limit=5')).toMatchObject({ total: 1, rows: [{ canonicalId: 'BURR' }] });
});

test('a request that names no node of several, or one that is not there, is told so', async () => {
  const second = {
    id: 'second',
    type: 'plantwire-xref',
    name: 'Line 2',
    journal: 'j',
    sitePack: 's2',
    wires: [[], []],
  };
  const pack = { id: 's2', type: 'plantwire-site-pack', pack: 'demo-plant' };
  const { get } = await running({ id: 'other' }, [pack, second]);
  expect(await get('')).toMatchObject({
    text: expect.stringContaining('Name the node'),
    nodes: [{ id: 'other' }, { id: 'second', name: 'Line 2' }],
  });
  expect(await get('?node=other')).toMatchObject({ site: 'demo-plant' });
  expect(await get('?node=nobody')).toMatchObject({ text: expect.stringContaining('There is no crosswalk node') });
});
