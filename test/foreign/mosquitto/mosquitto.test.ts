/**
 * The MQTT source behind a real Mosquitto, in a real Node-RED, down to the outbox: broker and appliance are killed while
 * an MES publishes. Afterwards every fact lies in the queue once, every unreadable message in the dead letters.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrokerSettings, brokerAt } from '../../../nodes/src/adapters/mqtt/session.ts';
import { openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import type { FeedHealth } from '../../../nodes/src/domain/plant/tag-feed.ts';
import { startPublisher } from '../../plant/mqtt/publisher.ts';
import { type Appliance, startAppliance } from '../../support/appliance.ts';
import { queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';
import { Mosquitto } from './broker.ts';

const FACTS = 1_500;
const TEST_MS = 400_000;
const POISON_EVERY = 100;
const DEADLINE_MS = 120_000;
const JOURNAL = 'mosquitto.sqlite';

const config = (id: string, type: string, own: object) => ({ id, type: `plantwire-${type}`, configVersion: 1, ...own });
const node = (id: string, type: string, own: object, ...wires: readonly string[][]) => ({
  ...config(id, type, own),
  z: 'tab',
  x: 100,
  y: 100,
  wires,
});
const flowAt = (url: string, protocol: '5' | '3.1.1') => [
  { id: 'tab', type: 'tab', label: 'From the broker' },
  config('journal', 'journal', { file: JOURNAL, reserveMb: 0, minFreeMb: 0 }),
  config('site', 'site-pack', { pack: 'demo-plant' }),
  config('broker', 'mqtt-broker', { url, protocol }),
  node(
    'source',
    'mqtt-source',
    { broker: 'broker', journal: 'journal', sitePack: 'site', topics: ['mfg/#'] },
    ['validate'],
    ['dlq'],
  ),
  node('validate', 'schema-validator', {}, ['guard'], ['dlq']),
  node('guard', 'idempotency-guard', { journal: 'journal' }, ['outbox'], ['dlq']),
  node('outbox', 'outbox', { journal: 'journal', queue: 'facts' }, [], ['dlq']),
  node('dlq', 'dlq', { journal: 'journal' }, ['validate']),
];

let userDir: string;
let broker: Mosquitto;
let appliance: Appliance;
beforeEach(() => {
  userDir = mkdtempSync(join(tmpdir(), 'plantwire-mqtt-'));
});
afterEach(async () => {
  await appliance?.kill();
  await broker?.close();
  rmSync(userDir, { recursive: true, force: true });
}, 60_000);

/** The journal's own figures, as a monitor sees them. */
async function figures() {
  const { outbox, deadLetters, connections } = (await appliance.health()).body as unknown as Health;
  const isSubscribed = connections.some(({ type, text }) => type === 'mqtt-broker' && text === 'connected');
  return { queued: outbox.depth, letters: deadLetters.open, untaken: outbox.untaken, isSubscribed };
}
interface Health {
  readonly outbox: { readonly depth: number; readonly untaken: number };
  readonly deadLetters: { readonly open: number };
  readonly connections: readonly { readonly type: string; readonly text: string }[];
}

/** What the journal file holds when nobody has it open. */
async function held() {
  const opened = await openJournal({ file: join(userDir, JOURNAL), ...system, reserveBytes: 0, minFreeBytes: 0 });
  if (!opened.ok) throw new Error(opened.failure.reason);
  const journal = opened.value;
  await journal.openQueue(queueOptions({ queue: 'facts' }));
  const leased = await journal.lease('facts', 2 * FACTS);
  const letters = await journal.deadLetters({ limit: 2 * FACTS });
  const { untakenEvents } = await journal.stats();
  await journal.close();
  if (!leased.ok || !letters.ok) throw new Error('the journal cannot be read');
  const ids = leased.value.map(({ message }) => (message.event as { id: string }).id);
  return { ids, letters: letters.value.map(({ failure }) => failure.code), untakenEvents };
}

type Victim = 'broker' | 'appliance' | 'both';

/** An MES publishes; at the given counts somebody is killed. Resolves when the journal holds what it can hold. */
async function live(protocol: '5' | '3.1.1', repeat: number, kills: readonly (readonly [number, Victim])[]) {
  broker = await Mosquitto.start();
  const flows = flowAt(broker.url, protocol);
  appliance = await startAppliance({ userDir, flows });
  await until('the source is subscribed', async () => (await figures()).isSubscribed, DEADLINE_MS);
  const ledger = join(userDir, 'ledger.jsonl');
  const mes = startPublisher({
    ...{ url: broker.url, topic: 'mfg/v1/facts', repeat, run: 'mes', count: FACTS, perSecond: 200 },
    // One lane per fact, so that the queue can be read whole.
    ...{ orders: Array.from({ length: FACTS }, (_, index) => `WH/MO/${index}`), material: 'FG-1000' },
    ...{ enterprise: 'ACME', site: 'MUC1', poisonEvery: POISON_EVERY, ledger },
  });
  try {
    for (const [seen, victim] of kills) {
      await until(`${seen} facts are out`, () => sentIn(ledger) >= seen, DEADLINE_MS);
      if (victim !== 'appliance') await broker.kill();
      if (victim !== 'broker') {
        await appliance.kill();
        appliance = await startAppliance({ userDir, flows });
      }
      if (victim !== 'appliance') await broker.start();
    }
    await mes.done;
  } finally {
    await mes.stop();
  }
  const poison = FACTS / POISON_EVERY;
  await until(
    'the journal holds all',
    async () => {
      const { queued, letters, untaken } = await figures();
      return queued >= FACTS - poison && letters >= poison && untaken === 0;
    },
    DEADLINE_MS,
  ).catch(() => undefined); // what is missing is named below
  await appliance.stop();
  const { ids, letters, untakenEvents } = await held();
  const expected = factsIn(ledger)
    .filter(({ isPoison }) => !isPoison)
    .map(({ transactionId }) => transactionId);
  expect(expected.filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.sort()).toEqual(expected.sort());
  expect(letters).toEqual(Array.from({ length: poison }, () => 'payload-unreadable'));
  expect(untakenEvents).toBe(0);
}

test.each(['5', '3.1.1'] as const)(
  'MQTT %s: the appliance killed mid-stream, again and again; nothing is lost and nothing is there twice',
  (protocol) =>
    live(protocol, 0, [
      [300, 'appliance'],
      [900, 'appliance'],
    ]),
  TEST_MS,
);

test(
  'the broker killed mid-stream, and both at once: what it forgot its gateway repeats, and nothing is there twice',
  () =>
    // All of them: how many a broker forgets that is killed depends on how busy the machine is.
    live('5', FACTS, [
      [300, 'broker'],
      [900, 'both'],
    ]),
  TEST_MS,
);

test('user, password and TLS: what fits comes in and stays whole over a restart of the broker, what does not is told', async () => {
  const password = spawnSync('mosquitto_passwd', ['-b', '-c', join(userDir, 'users'), 'line', 'right']);
  expect(password.status).toBe(0);
  const made = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', join(userDir, 'key.pem'), '-out', join(userDir, 'cert.pem')],
    ],
    { encoding: 'utf8' },
  );
  expect(made.status).toBe(0);
  const text = (name: string): string => readFileSync(join(userDir, name), 'utf8');
  broker = await Mosquitto.start(
    ['allow_anonymous false', 'password_file {folder}/users', 'certfile {folder}/cert.pem', 'keyfile {folder}/key.pem'],
    { users: text('users'), 'cert.pem': text('cert.pem'), 'key.pem': text('key.pem') },
  );
  const settings = {
    ...{ url: broker.url.replace('mqtt://127.0.0.1', 'mqtts://localhost'), version: '5' as const, timeoutMs: 10_000 },
    ...{ verifyCertificate: true, user: 'line', password: 'right', ca: text('cert.pem') },
  };
  expect(await brokerAt(settings).probe()).toMatchObject({ ok: true });
  expect(await brokerAt({ ...settings, password: 'wrong' }).probe()).toMatchObject({
    failure: { code: 'mqtt-login-refused' },
  });
  const { ca: _ca, ...strangers } = settings;
  expect(await brokerAt(strangers).probe()).toMatchObject({ failure: { code: 'mqtt-certificate' } });
  await streamed(settings, strangers);
}, 120_000);

const STREAM = 200;

/** A session and a publisher over these settings while the broker is stopped and started; `strangers` get nothing. */
async function streamed(settings: BrokerSettings, strangers: BrokerSettings): Promise<void> {
  const [inside, outside] = [session(settings, 'line'), session(strangers, 'stranger')];
  const publisher = brokerAt(settings).publisher('mes', () => undefined);
  let isOver = false;
  try {
    await until('the session flows', () => inside.states.at(-1)?.state === 'flowing', DEADLINE_MS);
    const all = Array.from({ length: STREAM }, (_, number) => `fact ${number}`);
    const insist = async (bodies: readonly string[]): Promise<void> => {
      for (const body of bodies) {
        const outbound = { topic: 'mfg/v1/facts', body, contentType: 'text/plain', retain: false };
        while (!isOver && !(await publisher.publish(outbound)).ok);
      }
    };
    await insist(all.slice(0, STREAM / 2));
    const rest = insist(all.slice(STREAM / 2));
    await broker.stop();
    await broker.start();
    await rest;
    await until('every confirmed message is here', () => inside.came.size === STREAM, DEADLINE_MS);
    expect([...inside.came].sort()).toEqual([...all].sort());
    const refused = () => outside.states.some(({ failure }) => failure?.code === 'mqtt-certificate');
    await until('the stranger is told why', refused, DEADLINE_MS);
    expect(outside.came.size).toBe(0);
  } finally {
    isOver = true;
    await Promise.all([inside.close(), outside.close(), publisher.close()]);
  }
}

/** What came over a session that says at once that it is durable. */
function session(settings: BrokerSettings, clientId: string) {
  const came = new Set<string>();
  const states: FeedHealth[] = [];
  const open = brokerAt(settings).open(
    { clientId, topics: ['mfg/#'], expirySeconds: 60, inFlight: 10 },
    {
      onMessage: async ({ body }) => came.add(new TextDecoder().decode(body)).size > 0,
      onHealth: (health) => void states.push(health),
    },
  );
  return { came, states, close: () => open.close() };
}

interface Line {
  readonly transactionId: string;
  readonly isPoison: boolean;
}
function factsIn(ledger: string): readonly Line[] {
  try {
    return readFileSync(ledger, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  } catch {
    return [];
  }
}
const sentIn = (ledger: string): number => factsIn(ledger).length;
