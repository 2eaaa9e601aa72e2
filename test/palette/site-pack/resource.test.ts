import { ok, type Result } from '../../../nodes/src/domain/ports.ts';
import type { NodeContext } from '../../../nodes/src/host/node.ts';
import { chooseEndpoint, choosePack, openSitePack } from '../../../nodes/src/palette/site-pack/resource.ts';
import { demoPlant } from '../../domain/mapping/plant.ts';

const warnings: string[] = [];
const context = {
  config: { name: '', pack: 'demo-plant' },
  userDir: '/data',
  log: { info: () => undefined, warn: (text: string) => warnings.push(text), failure: () => undefined },
} as unknown as NodeContext<{ name: string; pack: string }>;
const disk = (
  stamp: { now: string },
  problems: { path: string; message: string; severity: 'warning'; variable?: string }[] = [],
) => ({
  load: async () => ok({ pack: demoPlant(), problems, file: '/data/site-packs/demo-plant.json', stamp: '1' }),
  stamp: async () => stamp.now,
});

test('a pack whose file changed since says so until it is deployed again', async () => {
  const stamp = { now: '1' };
  const opened = await openSitePack(context, disk(stamp));
  if (!opened.ok) throw new Error(opened.failure.reason);
  expect(await opened.value.health()).toEqual({ health: 'ok', text: 'demo-plant, 3 machines' });
  stamp.now = '2';
  expect(await opened.value.health()).toMatchObject({
    health: 'degraded',
    text: expect.stringContaining('changed on disk'),
  });
});

test('warnings of a pack stand in the log, save for addresses: whoever uses one says so himself', async () => {
  const unused = {
    path: 'endpoints.crm.url',
    message: 'CRM_URL is not set',
    severity: 'warning',
    variable: 'CRM_URL',
  } as const;
  await openSitePack(context, disk({ now: '1' }, [{ path: 'a.b', message: 'is odd', severity: 'warning' }, unused]));
  expect(warnings).toEqual(['Site pack demo-plant:\na.b: is odd']);
});

test('an endpoint whose variable is not set is refused by name, others are not', async () => {
  const opened = await openSitePack(context, disk({ now: '1' }));
  const site = opened.ok ? opened.value.value : undefined;
  expect(site?.endpoint('plc')).toMatchObject({
    failure: { code: 'endpoint-unusable', reason: expect.stringContaining('PLANTWIRE_OPCUA_URL') },
  });
  expect(site?.endpoint('plcc')).toMatchObject({ failure: { reason: expect.stringContaining('did you mean "plc"?') } });
  expect(site?.equipment('Press1')).toBe(site?.equipment('ACME/MUC1/PRESS/P1'));
});

test('pickers offer broken packs too and say so, and an error instead of an empty list when the pack failed', async () => {
  const list = async () => [
    { name: 'a', title: 'A plant', errors: 0 },
    { name: 'b', title: 'b', errors: 2 },
  ];
  const failing = { userDir: '/data', resource: async <T>(): Promise<Result<T>> => ({ ok: false, failure: FAILURE }) };
  expect(await choosePack({ list }, failing)).toEqual([
    { value: 'a', label: 'a – A plant' },
    { value: 'b', label: 'b – cannot be used, 2 problems' },
  ]);
  await expect(chooseEndpoint({ sitePack: 'x' }, failing)).rejects.toThrow('it is broken');
});

const FAILURE = {
  code: 'site-pack-invalid',
  class: 'configuration',
  attempted: 'load the site pack',
  on: 'x.json',
  reason: 'it is broken',
  nextStep: 'Correct it.',
} as const;
