/**
 * The MES and its neighbours over HTTP: `/orders` is the MES, `/staging` and `/labour` take the same events for themselves.
 * What is taken is acknowledged by 202; the MES's own answer comes later, to the address it was given, until it is taken.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerEvent, type Place } from './events.ts';
import { type Answer, Mes, MOODS, type Mood } from './mes.ts';

export const LEGS = ['orders', 'staging', 'labour'] as const;
export type Leg = (typeof LEGS)[number];

export interface MesOptions extends Place {
  readonly port?: number;
  /** Secret of the signatures (Standard Webhooks); empty: whoever comes is believed. */
  readonly secret: string;
  /** Where answers go; a function where the address may change. */
  readonly answersUrl: () => string;
  readonly key: string;
}

export interface Taken {
  /** Id of the event. */
  readonly id: string;
  readonly order: string;
  readonly revision: number;
}

export interface MesServer {
  readonly url: string;
  readonly mes: Mes;
  /** What each leg took, in order. */
  readonly taken: Readonly<Record<Leg, readonly Taken[]>>;
  /** HTTP status a leg answers instead of taking anything; none when undefined. */
  fail(leg: Leg, status: number | undefined): void;
  speak(isBackwards?: boolean): void;
  close(): Promise<void>;
}

const PAUSE_MS = 200;
const MAX_BYTES = 1_000_000;

export async function startMes(options: MesOptions): Promise<MesServer> {
  const mes = new Mes();
  const taken: Record<Leg, Taken[]> = { orders: [], staging: [], labour: [] };
  const failing = new Map<Leg, number>();
  let isClosed = false;

  const tell = async (answer: Answer): Promise<void> => {
    const body = JSON.stringify(answerEvent(answer, options));
    const headers = { 'content-type': 'application/cloudevents+json', 'x-api-key': options.key };
    while (!isClosed) {
      const init = { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) };
      const response = await fetch(options.answersUrl(), init).catch(() => undefined);
      await response?.arrayBuffer();
      if (response && (response.ok || [400, 413, 415, 422].includes(response.status))) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  const tellAll = async (answers: readonly Answer[]): Promise<void> => {
    for (const answer of answers) await tell(answer);
  };
  const takeOrder = (leg: Leg, text: string, id: string): void => {
    // A sender that was not sure whether it was heard repeats itself.
    if (taken[leg].some((one) => one.id === id)) return;
    const event = JSON.parse(text) as { type: string; data: Record<string, unknown> };
    const { operationsRequestId, requestVersion } = event.data;
    taken[leg].push({ id, order: String(operationsRequestId), revision: Number(requestVersion) });
    if (leg === 'orders') void tellAll(mes.take(event));
  };
  const command = (name: string, body: { mood?: Mood; leg?: Leg; status?: number; backwards?: boolean }): boolean => {
    if (name === 'mood' && body.mood && MOODS.includes(body.mood)) mes.mood = body.mood;
    else if (name === 'speak') void tellAll(mes.speak(body.backwards));
    else if (name === 'fail' && body.leg) setFailing(failing, body.leg, body.status);
    else return false;
    return true;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const name = new URL(request.url ?? '/', 'http://mes').pathname.slice(1);
    if (request.method === 'GET' && name === 'state') {
      return send(response, 200, { mood: mes.mood, orders: Object.fromEntries(mes.orders), taken });
    }
    const text = await read(request);
    const leg = LEGS.find((one) => one === name);
    if (!leg) return send(response, command(name, JSON.parse(text || '{}')) ? 200 : 404, {});
    const failure = failing.get(leg);
    if (failure !== undefined) return send(response, failure, { title: `the ${leg} system does not work` });
    if (!isSigned(request, text, options.secret)) return send(response, 401, { title: 'the signature is wrong' });
    takeOrder(leg, text, String(request.headers['webhook-id'] ?? ''));
    send(response, 202, { taken: true });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => send(response, 400, { title: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mes,
    taken,
    fail: (leg, status) => setFailing(failing, leg, status),
    speak: (isBackwards) => void tellAll(mes.speak(isBackwards)),
    async close() {
      isClosed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function setFailing(failing: Map<Leg, number>, leg: Leg, status: number | undefined): void {
  if (status === undefined) failing.delete(leg);
  else failing.set(leg, status);
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new Error('too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function isSigned({ headers }: IncomingMessage, text: string, secret: string): boolean {
  if (secret === '') return true;
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const wanted = Buffer.from(createHmac('sha256', key).update(content).digest('base64'));
  const given = String(headers['webhook-signature'] ?? '').split(' ');
  return given.some((one) => {
    const [version, signature = ''] = one.split(',');
    const found = Buffer.from(signature);
    return version === 'v1' && found.length === wanted.length && timingSafeEqual(found, wanted);
  });
}
