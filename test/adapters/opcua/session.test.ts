import { rm } from 'node:fs/promises';
import { OpcuaFeed } from '../../../nodes/src/adapters/opcua/feed.ts';
import { askOffer, trustOffer, tryTarget } from '../../../nodes/src/adapters/opcua/inspect.ts';
import type { OpcuaTarget } from '../../../nodes/src/adapters/opcua/session.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import { record } from '../../contract/tag-feed.ts';
import { type RunningPlant, startPlant } from '../../support/plant.ts';
import { until } from '../../support/time.ts';
import { target } from './bench.ts';

const COUNTER = 'ns=1;s=Press1.GoodCount';
const SECURE = { securityMode: 'SignAndEncrypt', securityPolicy: 'Basic256Sha256' } as const;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
}, 30_000);

async function plantWith(...args: string[]): Promise<RunningPlant> {
  const plant = await startPlant('opcua', ...args);
  closers.push(() => plant.stop());
  return plant;
}

async function aim(url: string | undefined, over: Partial<OpcuaTarget> = {}): Promise<OpcuaTarget> {
  const made = await target(url ?? '', over);
  closers.push(() => rm(made.pkiFolder, { recursive: true, force: true }));
  return made;
}

let open: RunningPlant;
let guarded: RunningPlant;
beforeAll(async () => {
  [open, guarded] = await Promise.all([startPlant('opcua'), startPlant('opcua', '--user', 'line3:secret')]);
}, 60_000);
afterAll(() => Promise.all([open.stop(), guarded.stop()]), 30_000);

const codeOf = async (target: OpcuaTarget) => {
  const tried = await tryTarget(target, [COUNTER]);
  return tried.ok ? tried.value.map(({ status }) => status).join() : tried.failure.code;
};

test('an encrypted session of a known user reads values', async () => {
  const url = guarded.urls.opcua;
  expect(await codeOf(await aim(url, { ...SECURE, user: 'line3', password: 'secret' }))).toBe('Good');
  expect(await codeOf(await aim(url, { ...SECURE, user: 'line3', password: 'wrong' }))).toBe('opcua-login-refused');
  expect(await codeOf(await aim(url, SECURE))).toBe('opcua-login-refused');
}, 60_000);

test('no failure ever names the password', async () => {
  const tried = await tryTarget(await aim(guarded.urls.opcua, { user: 'line3', password: 'hunter2-wrong' }), []);
  expect(JSON.stringify(tried)).not.toContain('hunter2');
}, 60_000);

test('nobody listening, an unknown host and an unsupported policy each have their own name', async () => {
  expect(await codeOf(await aim('opc.tcp://127.0.0.1:1/x'))).toBe('opcua-refused');
  expect(await codeOf(await aim('opc.tcp://no-such-host.invalid:4840'))).toBe('opcua-address-unknown');
  const policy = { securityMode: 'Sign', securityPolicy: 'Aes256_Sha256_RsaPss' } as const;
  expect(await codeOf(await aim(open.urls.opcua, policy))).toBe('opcua-policy-unsupported');
}, 60_000);

test('a listed server is refused until it is trusted, by its thumbprint', async () => {
  const listed = await aim(open.urls.opcua, { ...SECURE, trust: 'listed' });
  expect(await codeOf(listed)).toBe('opcua-server-untrusted');
  const offer = await askOffer(listed);
  expect(offer).toMatchObject({ ok: true, value: { thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/) } });
  expect(await trustOffer(listed)).toEqual({ ok: true, value: offer.ok ? offer.value.thumbprint : '' });
  expect(await codeOf(listed)).toBe('Good');
}, 60_000);

test('a server that shows another certificate than before is refused until a person trusts that one', async () => {
  const first = await plantWith();
  const port = new URL(first.urls.opcua ?? '').port;
  const remembered = await aim(first.urls.opcua, SECURE);
  expect(await codeOf(remembered)).toBe('Good');
  await first.stop();
  await plantWith('--opcua-port', port);
  expect(await codeOf(remembered)).toBe('opcua-certificate-changed');
  expect((await trustOffer(remembered)).ok).toBe(true);
  expect(await codeOf(remembered)).toBe('Good');
}, 60_000);

test('a feed waits for a server that is not there yet, and says why', async () => {
  const first = await plantWith();
  const port = new URL(first.urls.opcua ?? '').port;
  await first.stop();
  const feed = new OpcuaFeed(await aim(first.urls.opcua), system.clock);
  closers.push(() => feed.close());
  const recording = record(feed, [COUNTER]);
  await until('the cause is known', () => feed.health().failure?.code === 'opcua-refused');
  expect(feed.health().state).toBe('connecting');
  expect(await feed.read([COUNTER])).toMatchObject({
    ok: false,
    failure: { code: 'opcua-refused', attempted: 'read tags' },
  });
  await plantWith('--opcua-port', port);
  await until('values flow', () => recording.samples.some(({ status }) => status === 'Good'), 20_000);
  expect(feed.health().failure).toBeUndefined();
}, 60_000);

test('a server that stops speaking is noticed, and watched anew when it speaks again', async () => {
  const plant = await plantWith();
  const feed = new OpcuaFeed(await aim(plant.urls.opcua), system.clock);
  closers.push(() => feed.close());
  const recording = record(feed, [COUNTER]);
  await until('values flow', () => recording.samples.some(({ status }) => status === 'Good'), 20_000);
  const before = recording.samples.length;
  plant.process.kill('SIGSTOP');
  try {
    await until(
      'the silence is noticed',
      () => recording.health.some(({ state }) => state !== 'flowing' && state !== 'connecting'),
      40_000,
    );
  } finally {
    plant.process.kill('SIGCONT');
  }
  await until(
    'values flow again',
    () => recording.samples.slice(before).some(({ status }) => status === 'Good'),
    60_000,
  );
  expect(recording.samples[before]).toMatchObject({ tag: COUNTER, value: null });
}, 120_000);
