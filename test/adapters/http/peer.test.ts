/** Requests to another system over real sockets: signed, bounded in time, and told apart when nothing comes back. */

import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { type PeerSettings, peerAt, shownAddress } from '../../../nodes/src/adapters/http/peer.ts';
import { judgeSignature } from '../../../nodes/src/adapters/http/signature.ts';
import type { PeerRequest } from '../../../nodes/src/domain/publishing/peer.ts';
import { freePort } from '../../support/appliance.ts';
import { HttpReceiver } from '../../support/http-receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NEXT = 'a second secret, long enough';
const NOW = Date.UTC(2026, 10, 20, 8);
const request: PeerRequest = {
  method: 'POST',
  path: '/orders',
  headers: { 'content-type': 'application/json' },
  body: '{"order":"WH/MO/00042 – grün"}',
  id: 'e-1',
  attempted: 'send an order',
};
const settings = (url: string, change: Partial<PeerSettings> = {}): PeerSettings => ({
  url,
  secrets: [],
  deadlineMs: 30_000,
  verifyCertificate: true,
  ...change,
});
const peer = (url: string, change: Partial<PeerSettings> = {}) => peerAt(settings(url, change), { now: () => NOW });

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = new HttpReceiver();
  await receiver.start();
});
afterEach(() => receiver.stop());

test('a signed request proves itself to whoever has one of the secrets, and only to them', async () => {
  receiver.react = () => ({ status: 202, body: { state: 'accepted' } });
  const answer = await peer(`${receiver.url}/api/`, { secrets: [SECRET, NEXT] }).send(request);
  expect(answer).toEqual({
    ok: true,
    value: { status: 202, contentType: 'application/json', body: '{"state":"accepted"}' },
  });
  const [came] = receiver.received;
  expect(came).toMatchObject({ method: 'POST', path: '/api/orders', body: request.body });
  const signed = {
    id: String(came?.headers['webhook-id']),
    timestamp: String(came?.headers['webhook-timestamp']),
    signatures: String(came?.headers['webhook-signature']),
    body: Buffer.from(came?.body ?? ''),
  };
  const judged = (secret: string) => judgeSignature(signed, [secret], NOW, 300_000);
  expect([judged(SECRET), judged(NEXT), judged('another secret, long enough')]).toEqual(['good', 'good', 'wrong']);
  expect(signed.id).toBe('e-1');
});

test('a key is sent in its header', async () => {
  await peer(receiver.url, { apiKey: { header: 'authorization', value: 'Bearer key-1' } }).send(request);
  expect(receiver.received[0]?.headers).toMatchObject({ authorization: 'Bearer key-1', 'webhook-id': 'e-1' });
  expect(receiver.received[0]?.headers['webhook-signature']).toBeUndefined();
});

test('an answer that is no acceptance is a failure with its words and its pause; a redirect is not followed', async () => {
  receiver.react = ({ path }) =>
    path === '/busy'
      ? { status: 429, body: { detail: 'slowly' }, headers: { 'retry-after': '7' } }
      : { status: 307, headers: { location: `${receiver.url}/busy` } };
  expect(await peer(receiver.url).send({ ...request, path: '/busy' })).toMatchObject({
    ok: false,
    failure: { code: 'http-busy', retryAfterMs: 7_000, cause: 'HTTP 429: slowly' },
  });
  expect(await peer(receiver.url).send(request)).toMatchObject({ ok: false, failure: { code: 'http-redirected' } });
  expect(receiver.received).toHaveLength(2);
});

test('nobody there, a name nobody knows and an address that is none are told apart; nothing was sent', async () => {
  const failureAt = async (url: string) => {
    const answer = await peer(url).send(request);
    return answer.ok ? undefined : { code: answer.failure.code, lost: answer.failure.answerLost };
  };
  expect(await failureAt(`http://127.0.0.1:${await freePort()}`)).toEqual({ code: 'http-connection-refused' });
  expect(await failureAt('http://wms.invalid')).toEqual({ code: 'http-unreachable' });
  expect(await failureAt('nonsense')).toEqual({ code: 'http-address-invalid' });
  expect(await failureAt('ftp://127.0.0.1')).toEqual({ code: 'http-address-invalid' });
});

test('a lost answer is told as one', async () => {
  receiver.react = () => 'silence';
  expect(await peer(receiver.url).send(request)).toMatchObject({
    ok: false,
    failure: { code: 'http-no-answer', class: 'transient', answerLost: true },
  });
});

test('nothing waits longer than the time limit, for the beginning of an answer or for its end', async () => {
  receiver.react = () => 'nothing';
  const cut = { ok: false, failure: { code: 'http-no-answer', cause: expect.stringContaining('DEADLINE') } };
  expect(await peer(receiver.url, { deadlineMs: 200 }).send(request)).toMatchObject(cut);

  const sockets: Socket[] = [];
  const slow = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  expect(await peer(url, { deadlineMs: 200 }).send(request)).toMatchObject(cut);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => slow.close(resolve));
});

test('an answer that is cut off is a lost answer', async () => {
  const cutting = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
  });
  await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(cutting.address() as AddressInfo).port}`;
  expect(await peer(url).send(request)).toMatchObject({ ok: false, failure: { code: 'http-no-answer' } });
  await new Promise((resolve) => cutting.close(resolve));
});

test('a missing certificate file is named, and an address is shown without what it may hide', async () => {
  const answer = await peer(receiver.url, { certificateFile: '/nowhere/client.pem' }).send(request);
  expect(answer).toMatchObject({ ok: false, failure: { code: 'http-certificate', class: 'configuration' } });
  expect(receiver.received).toHaveLength(0);
  expect(shownAddress('https://user:password@wms.example/api?token=1')).toBe('https://wms.example/api');
});
