import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mapperEntry from '../../../nodes/src/palette/canonical-mapper/canonical-mapper.ts';
import entry from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { event, good } from '../../domain/mapping/plant.ts';
import { nodeBench } from '../../support/nodes.ts';
import { until } from '../../support/time.ts';

type Json = Record<string, unknown>;
const load = nodeBench();
const demo = (): Json => JSON.parse(readFileSync(join(__dirname, '../../../flows/_sites/demo-plant.json'), 'utf8'));
const site = (pack: string) => ({ id: 'site', type: 'plantwire-site-pack', pack, configVersion: 1 });
const mapper = {
  id: 'map',
  type: 'plantwire-canonical-mapper',
  sitePack: 'site',
  map: 'auto',
  overrides: '[]',
  configVersion: 1,
  wires: [['out'], ['bad']],
};
const helpers = [
  { id: 'out', type: 'helper' },
  { id: 'bad', type: 'helper' },
];

function put(userDir: string, name: string, content: unknown): void {
  mkdirSync(join(userDir, 'site-packs'), { recursive: true });
  writeFileSync(join(userDir, 'site-packs', name), JSON.stringify(content));
}

test('a pack of the user directory serves mapper and pickers', async () => {
  const nodes = await load([entry, mapperEntry], [site('own-plant'), mapper, ...helpers]);
  put(nodes.userDir, 'own-plant.json', { ...demo(), name: 'own-plant' });
  nodes.send('map', { payload: event('production.output.reported', good) });
  const [out] = await nodes.arrive('out', 1, 15_000);
  expect(out).toMatchObject({
    intent: { kind: 'produce', order: 'WH/MO/00042', quantity: { value: '12', uom: 'C62' } },
  });

  const browse = async (query: string) => (await fetch(`${nodes.url}/plantwire/browse/${query}`)).json();
  expect(await browse('site-packs')).toMatchObject({
    choices: expect.arrayContaining([expect.objectContaining({ value: 'own-plant' })]),
  });
  expect(await browse('endpoints?sitePack=site&protocol=opcua')).toMatchObject({
    choices: [{ value: 'plc', label: 'plc – opcua' }],
  });
  expect(await browse('equipment?sitePack=site&q=fill')).toMatchObject({ choices: [{ value: 'ACME/MUC1/FILL/F1' }] });
  expect(await browse('equipment')).toMatchObject({ choices: [] });
  expect(await browse('event-types')).toMatchObject({
    choices: expect.arrayContaining([{ value: 'material.consumed', label: 'material.consumed' }]),
  });
});

test('a pack with a typo stops the nodes behind it with the exact place; corrected, everything goes on', async () => {
  const nodes = await load([entry, mapperEntry], [site('typo'), mapper, ...helpers]);
  const wrong: Json = { ...demo(), name: 'typo' };
  wrong['equipment'] = (wrong['equipment'] as Json[]).map((machine) => ({ ...machine, polcy: 'default' }));
  put(nodes.userDir, 'typo.json', wrong);
  await until('the place of the typo in the log', () =>
    nodes.logged().some((line) => line.includes('equipment[0].polcy: unknown field (did you mean "policy"?)')),
  );
  nodes.send('map', { payload: event('production.output.reported', good) });
  put(nodes.userDir, 'typo.json', { ...demo(), name: 'typo' });
  expect(await nodes.arrive('out', 1, 15_000)).toHaveLength(1);
  expect(nodes.received['bad']).toEqual([]);
}, 20_000);

test('the button lists every problem of a pack that is not deployed yet', async () => {
  const nodes = await load([entry], [site('none-yet')]);
  put(nodes.userDir, 'fresh.json', { ...demo(), name: 'fresh', shifts: [], timeZone: 'Mars/Base' });
  const response = await fetch(`${nodes.url}/plantwire/action/site-pack/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'site', config: { pack: 'fresh' }, secrets: {} }),
  });
  const answer = (await response.json()) as { ok: boolean; text: string };
  expect(answer.ok).toBe(false);
  expect(answer.text).toContain('timeZone: must be an IANA time zone such as Europe/Berlin, not "Mars/Base"');
  expect(answer.text.split('\n')).toHaveLength(2);
});
