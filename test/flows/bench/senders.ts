/** Other systems that send: by HTTP until they are answered, by MQTT until the broker has it, or as a file in a folder. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import type { Sending } from '../../../flows/_tools/scenario.ts';
import { signed } from '../../plant/http/sign.ts';
import { until } from '../../support/time.ts';
import type { Bench } from './bench.ts';
import { DOOR, HTTP_KEY, type Node } from './flow-side.ts';

const ANSWER_MS = 60_000;
/** The route is not open yet, or the sender shall come again. */
const AGAIN = [404, 429, 503];

type Way = (bench: Bench, message: unknown, sending: Sending, serial: number) => Promise<void>;

let files = 0;

export async function send(bench: Bench, message: unknown, sending: Sending): Promise<void> {
  const way = WAYS[sending.by ?? 'door'];
  for (let serial = 1; serial <= sending.times; serial += 1) {
    if (serial > 1 && sending.everyMs) await new Promise((resolve) => setTimeout(resolve, sending.everyMs));
    await way(bench, message, sending, serial);
    if (serial !== sending.killedAfter) continue;
    await bench.end('isKilled');
    await bench.startAgain();
  }
}

const WAYS: Readonly<Record<NonNullable<Sending['by']> | 'door', Way>> = {
  door: (bench, message) => bench.appliance.inject(DOOR, [{ p: 'payload', v: JSON.stringify(message), vt: 'json' }]),

  async http(bench, message, { to, answered }) {
    const { path, access } = sourceOf(bench, 'http', to);
    const body = textOf(message);
    const proof = access === 'signature' ? signed(body, randomUUID(), HTTP_KEY, Date.now()) : { 'x-api-key': HTTP_KEY };
    const init = { method: 'POST', headers: { 'content-type': contentType(message), ...proof }, body };
    let answer = '';
    const isAnswered = async (): Promise<boolean> => {
      const response = await bench.appliance.fetch(String(path), init).catch(() => undefined);
      if (!response || (AGAIN.includes(response.status) && response.status !== answered)) return false;
      answer = `${response.status} ${await response.text()}`;
      return true;
    };
    await until(`POST ${String(path)} is answered`, isAnswered, ANSWER_MS);
    const isAsWanted = answered === undefined ? answer.startsWith('2') : answer.startsWith(String(answered));
    if (!isAsWanted) throw new Error(`POST ${String(path)} was answered ${answer}`);
  },

  async mqtt(bench, message, { to, at = 'scenario' }) {
    sourceOf(bench, 'mqtt', to);
    const client = await connectAsync(bench.brokerUrl, { protocolVersion: 5 });
    const properties = { contentType: contentType(message) };
    await client.publishAsync(`mfg/v1/ACME/MUC1/PRESS/P1/U1/_event/${at}`, textOf(message), { qos: 1, properties });
    await client.endAsync();
  },

  async file(bench, message, { to, at = 'scenario.jsonl', checksum, lines = 0 }) {
    const source = sourceOf(bench, 'file', to);
    const folder = join(bench.userDir, String(source.folder));
    files += 1;
    const name = at.replace(/(\.\w+)?$/, (extension) => `-${files}${extension}`);
    const text = filled(textOf(message), lines);
    mkdirSync(folder, { recursive: true });
    if (source.ready === 'manifest') {
      const announced = createHash('sha256')
        .update(checksum === 'wrong' ? `${text} and more` : text)
        .digest('hex');
      writeFileSync(join(folder, `${name}.sha256`), `${announced}  ${name}\n`);
    }
    writeFileSync(join(folder, `.${name}.part`), text);
    renameSync(join(folder, `.${name}.part`), join(folder, name));
  },
};

function sourceOf(bench: Bench, kind: 'http' | 'mqtt' | 'file', id: string | undefined): Node {
  const sources = bench
    .nodesOf(`plantwire-${kind}-source`)
    .filter((node) => id === undefined || node.id === bench.idOf(id));
  const [source] = sources;
  if (!source || sources.length > 1)
    throw new Error(`the flow has ${sources.length} ${kind} sources; name one by \`to\``);
  return source;
}

function filled(text: string, lines: number): string {
  const written = text.trimEnd().split('\n');
  const more = Array.from({ length: Math.max(0, lines - written.length) }, () => `${written.at(-1)}\n`);
  return `${text}${more.join('')}`;
}

const textOf = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));

const contentType = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'specversion' in message
    ? 'application/cloudevents+json'
    : 'application/json';
