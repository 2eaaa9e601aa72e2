/** Questions over HTTP, with and without a queue before them. */
import { peerAt } from '../../../nodes/src/adapters/http/peer.ts';
import { judgeSignature } from '../../../nodes/src/adapters/http/signature.ts';
import { asking } from '../../../nodes/src/palette/http-request/behaviour.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';
import { HttpReceiver, type Received } from '../../support/http-receiver.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { queueOptions } from '../../support/messages.ts';

const bench = journalBench();
let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = new HttpReceiver();
  await receiver.start();
});
afterEach(() => receiver.stop());

function node(secrets: readonly string[] = []) {
  const settings = { url: receiver.url, secrets, deadlineMs: 30_000, verifyCertificate: true };
  const peer = { name: 'wms', system: '', ...peerAt(settings, bench.clock) };
  const ids = { uuid: () => 'u-1', random: () => 0.5 };
  const ports = { peer, journal: bench.journal(), clock: bench.clock, ids, nodeId: 'n7' };
  return asking({ method: 'GET', path: '/stock/{data.orderId}', body: 'none' }, ports);
}

test('the answer is passed on with the question, and the queue lets go of it', async () => {
  receiver.react = () => ({ status: 200, body: { onHand: '12' } });
  const journal = bench.journal();
  await journal.openQueue(queueOptions({ queue: 'q' }));
  await journal.enqueue({ queue: 'q', lane: 'l', priority: 1, message: { event: canonicalEvent(), trail: [] } });
  const leased = await journal.lease('q', 1);
  const [one] = leased.ok ? leased.value : [];
  if (!one) throw new Error('nothing to lease');
  expect(await node().handle?.({ ...one.message, delivery: one.token })).toMatchObject({
    kind: 'pass',
    port: 'answer',
    message: {
      event: { status: 200, body: { onHand: '12' }, question: { id: 'e-1' } },
      receipt: { verdict: 'accepted' },
    },
  });
  expect(receiver.received).toMatchObject([{ method: 'GET', path: '/stock/WH%2FMO%2F00042', body: '' }]);
  expect((await journal.stats()).outbox).toMatchObject({ leased: 0, delivered: 1 });
});

test('what is not known there is final, what is not there at present is asked again', async () => {
  const message = { event: canonicalEvent(), trail: [] };
  receiver.react = () => ({ status: 404 });
  expect(await node().handle?.(message)).toMatchObject({ kind: 'reject', failure: { code: 'http-not-found' } });
  receiver.react = () => 'silence';
  expect(await node().handle?.(message)).toMatchObject({ kind: 'retry', failure: { code: 'http-no-answer' } });
});

test('a question without its value is refused before anybody is asked', async () => {
  expect(await node().handle?.({ event: { any: 'tick' }, trail: [] })).toMatchObject({
    kind: 'reject',
    failure: { code: 'question-incomplete' },
  });
  expect(receiver.received).toEqual([]);
});

describe('a question with a secret', () => {
  const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const OTHER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const judged = ({ headers, body }: Received) => {
    const of = (name: string) => String(headers[name] ?? '');
    const signed = { id: of('webhook-id'), timestamp: of('webhook-timestamp'), signatures: of('webhook-signature') };
    return judgeSignature({ ...signed, body: Buffer.from(body) }, [SECRET], bench.clock.now(), 300_000);
  };
  beforeEach(() => {
    receiver.react = (request) =>
      judged(request) === 'good'
        ? { status: 200, body: { onHand: '12' } }
        : { status: 401, body: { detail: 'the signature is wrong' } };
  });
  const message = { event: canonicalEvent(), trail: [] };

  test('is signed: who has the same secret knows it is this node that asks', async () => {
    expect(await node([SECRET]).handle?.(message)).toMatchObject({ kind: 'pass', port: 'answer' });
    expect(receiver.received.map((one) => [one.headers['webhook-id'], judged(one)])).toEqual([['e-1~n7', 'good']]);
  });

  test.each([
    ['with another secret', [OTHER], 'wrong'],
    ['with none', [], 'incomplete'],
  ])('%s is refused there, and told as a key that does not fit, without the secret', async (_, secrets, why) => {
    const outcome = await node(secrets).handle?.(message);
    expect(outcome).toMatchObject({
      kind: 'retry',
      failure: {
        code: 'http-access-refused',
        class: 'authorisation',
        cause: 'HTTP 401: the signature is wrong',
        nextStep: expect.stringContaining('secret'),
      },
    });
    expect(receiver.received.map(judged)).toEqual([why]);
    for (const secret of secrets) expect(JSON.stringify(outcome)).not.toContain(secret);
  });
});
