/**
 * What goes out, through a real Node-RED to servers that are not ours: Mosquitto, aiosmtpd, and a system over HTTP that is
 * moody. They are away at first, the appliance is killed in the middle, the broker is stopped, the mail server is killed.
 * Afterwards each of them has everything, in order, and the one message that was refused for good is a dead letter.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { judgeSignature } from '../../../nodes/src/adapters/http/signature.ts';
import { openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../../nodes/src/adapters/system.ts';
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import { type Appliance, startAppliance } from '../../support/appliance.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';
import { HttpReceiver, type Received } from '../../support/http-receiver.ts';
import { queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';
import { Mosquitto } from '../mosquitto/broker.ts';
import { flowFor, JOURNAL, SECRET } from './flow.ts';
import { MailServer } from './mail.ts';

const EVENTS = 300;
const LANES = 20;
const NOTICES = 40;
const REFUSED = 'e-150';
const DEADLINE_MS = 120_000;

let userDir: string;
let broker: Mosquitto;
let mail: MailServer;
let wms: HttpReceiver;
let subscriber: MqttClient | undefined;
let appliance: Appliance | undefined;
beforeEach(async () => {
  userDir = mkdtempSync(join(tmpdir(), 'plantwire-sinks-'));
  broker = await Mosquitto.start();
  mail = await MailServer.make();
  wms = new HttpReceiver();
  await wms.start();
}, 60_000);
afterEach(async () => {
  await appliance?.kill();
  await subscriber?.endAsync(true);
  await broker.close();
  await mail.close();
  await wms.stop();
  rmSync(userDir, { recursive: true, force: true });
}, 60_000);

const lane = (nr: number): string => `MUC1:or:WH/MO/${nr % LANES}`;
const event = (nr: number): Envelope => {
  const time = new Date(Date.UTC(2026, 10, 20, 6) + nr * 1_000).toISOString();
  const type = `mfg.${nr % 10 === 0 ? 'equipment.state.changed' : 'production.output.reported'}.v1`;
  return canonicalEvent({ id: `e-${nr}`, type, time, partitionkey: lane(nr), originsystem: 'mes', data: { nr } });
};
const all = Array.from({ length: EVENTS }, (_, nr) => `e-${nr}`);

/** The queues as a plant left them that was offline. */
async function fill(): Promise<void> {
  const opened = await openJournal({ file: join(userDir, JOURNAL), ...system, reserveBytes: 0, minFreeBytes: 0 });
  if (!opened.ok) throw new Error(opened.failure.reason);
  const journal = opened.value;
  for (const [queue, count] of [
    ['news', EVENTS],
    ['hooks', EVENTS],
    ['people', NOTICES],
  ] as const) {
    await journal.openQueue(queueOptions({ queue }));
    for (let nr = 0; nr < count; nr += 1)
      await journal.enqueue({ queue, lane: lane(nr), priority: 1, message: { event: event(nr), trail: [] } });
  }
  await journal.close();
}

const start = (protocol: '5' | '3.1.1'): Promise<Appliance> =>
  startAppliance({
    userDir,
    flows: flowFor({ mqtt: broker.url, protocol, smtp: mail.url, ca: mail.certificate }),
    env: { PLANTWIRE_WMS_URL: wms.url, PLANTWIRE_WMS_SECRET: SECRET, PLANTWIRE_SMTP_PASSWORD: 'right' },
  });

/** A subscriber whose session outlives the broker's pauses. */
async function subscribe(): Promise<{ readonly id: string; readonly retained: boolean; readonly topic: string }[]> {
  const came: { id: string; retained: boolean; topic: string }[] = [];
  const options = { clientId: 'historian', clean: false, reconnectPeriod: 200, protocolVersion: 5 as const };
  subscriber = mqtt.connect(broker.url, { ...options, properties: { sessionExpiryInterval: 3_600 } });
  subscriber.on('message', (topic, body, { retain }) => {
    came.push({ id: (JSON.parse(String(body)) as Envelope).id, retained: retain, topic });
  });
  await subscriber.subscribeAsync('mfg/v1/ACME/MUC1/+/+/+/_event/#', { qos: 1 });
  return came;
}

/** Refuses one event, takes the others at their second or third attempt when they are unlucky. */
function moody(accepted: Received[]): HttpReceiver['react'] {
  const attempts = new Map<string, number>();
  return (request) => {
    const id = String(request.headers['webhook-id']);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    const nr = Number(id.slice(2));
    if (id === REFUSED) return { status: 422, body: { detail: 'this order is closed' } };
    if (nr % 13 === 0 && attempt === 1) return { status: 503, headers: { 'retry-after': '1' } };
    accepted.push(request);
    return nr % 17 === 0 && attempt === 1 ? 'silence' : { status: 202 };
  };
}

interface Health {
  /** Null while the journal opens. */
  readonly outbox: { readonly depth: number | null };
  readonly deadLetters: { readonly open: number };
}
/** The journal's own figures, as a monitor sees them. */
async function queued() {
  if (!appliance) throw new Error('there is no appliance');
  const { outbox, deadLetters } = (await appliance.health()).body as unknown as Health;
  return { depth: outbox.depth, letters: deadLetters.open };
}

/** Ids of each lane in the order in which they first came. */
function inOrder(ids: readonly string[]): boolean {
  const first = [...new Set(ids)].map((id) => Number(id.slice(2)));
  return Array.from({ length: LANES }, (_, nr) => first.filter((one) => one % LANES === nr)).every((numbers) =>
    numbers.every((one, index) => index === 0 || one > (numbers[index - 1] ?? 0)),
  );
}

test.each(['5', '3.1.1'] as const)(
  'MQTT %s, HTTP and mail: all of it arrives, in order, though everybody fails once',
  async (protocol) => {
    const accepted: Received[] = [];
    wms.react = moody(accepted);
    const came = await subscribe();
    await broker.stop();
    await fill();
    appliance = await start(protocol);
    await until('the WMS has some', () => accepted.length >= 60, DEADLINE_MS);
    await broker.start();
    await mail.start();
    await until('the broker has some', () => came.length >= 60, DEADLINE_MS);
    await appliance.kill();
    await broker.stop();
    await mail.kill();
    await broker.start();
    appliance = await start(protocol);
    await mail.start();
    await until('all queues are empty', async () => (await queued()).depth === 0, DEADLINE_MS);
    await until('the subscriber has all', () => new Set(came.map(({ id }) => id)).size === EVENTS, DEADLINE_MS);

    const news = came.map(({ id }) => id);
    expect([...new Set(news)].sort()).toEqual([...all].sort());
    expect({ order: inOrder(news), retained: came.filter(({ retained }) => retained) }).toEqual({
      order: true,
      retained: [],
    });
    const hooks = accepted.map(({ headers }) => String(headers['webhook-id']));
    expect([...new Set(hooks)].sort()).toEqual(all.filter((id) => id !== REFUSED).sort());
    expect(inOrder(hooks)).toBe(true);
    expect(new Set(wms.received.map(isSigned))).toEqual(new Set([true]));
    expect((await queued()).letters).toBe(1);
    expect(await lastState()).toBe('e-290');

    await until('all notices are told', () => noticesIn() === NOTICES, DEADLINE_MS);
    const [first] = mail.taken;
    expect(first).toMatchObject({
      from: 'plantwire@acme.example',
      to: ['quality@acme.example', 'shift@acme.example'],
      encrypted: true,
    });
  },
  400_000,
);

const isSigned = ({ headers, body }: Received): boolean => {
  const text = (name: string): string => String(headers[name]);
  const signed = {
    id: text('webhook-id'),
    timestamp: text('webhook-timestamp'),
    signatures: text('webhook-signature'),
  };
  return judgeSignature({ ...signed, body: Buffer.from(body) }, [SECRET], Date.now(), 600_000) === 'good';
};

/** Told at once, each once by its Message-ID, and counted in digests. */
function noticesIn(): number {
  const mails = [...new Map(mail.taken.map((one) => [one.id, one])).values()];
  const counts = mails.map(({ subject }) => Number(/: (\d+) further notices/.exec(subject)?.[1] ?? 1));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What somebody finds who subscribes now. */
async function lastState(): Promise<string> {
  const late = mqtt.connect(broker.url, { clean: true });
  const found = new Promise<string>((resolve) =>
    late.on('message', (_topic, body) => resolve((JSON.parse(String(body)) as Envelope).id)),
  );
  await late.subscribeAsync('mfg/v1/ACME/MUC1/+/+/+/_state/state', { qos: 1 });
  const id = await found;
  await late.endAsync(true);
  return id;
}
