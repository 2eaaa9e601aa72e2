import fc from 'fast-check';
import { isSameSecret, judgeSignature, signatureOf } from '../../../nodes/src/adapters/http/signature.ts';

/** The example of the Standard Webhooks libraries. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = new TextEncoder().encode('{"test": 2432232314}');
const request = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  signatures: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  body,
};
const NOW = 1_614_265_330_000;
const judge = (change: Partial<typeof request> = {}, secrets: readonly string[] = [SECRET], nowMs = NOW) =>
  judgeSignature({ ...request, ...change }, secrets, nowMs, 300_000);

test('the example signature of the standard is good', () => {
  expect(judge()).toBe('good');
});

test('during a rotation any of the secrets and any of the signatures may fit', () => {
  const signatures = `v1a,other v1,AAAA ${request.signatures}`;
  expect(judge({ signatures }, ['another-secret-of-this-route', SECRET])).toBe('good');
});

test('the time is judged after the signature, five minutes either way', () => {
  expect(judge({}, [SECRET], NOW + 300_000)).toBe('good');
  expect(judge({}, [SECRET], NOW + 300_001)).toBe('too-old');
  expect(judge({}, [SECRET], NOW - 300_001)).toBe('too-new');
  expect(judge({ signatures: 'v1,AAAA' }, [SECRET], NOW + 900_000)).toBe('wrong');
});

test.each([[{ id: '' }], [{ timestamp: 'yesterday' }], [{ timestamp: '' }], [{ signatures: '' }]])(
  '%p is incomplete',
  (change) => {
    expect(judge(change)).toBe('incomplete');
  },
);

test('any other id, time, body or secret makes it wrong', () => {
  expect(judge({ id: 'msg_other' })).toBe('wrong');
  expect(judge({ timestamp: '1614265331' })).toBe('wrong');
  expect(judge({}, ['another-secret-of-this-route'])).toBe('wrong');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (other) => {
      fc.pre(Buffer.compare(other, body) !== 0);
      expect(judge({ body: other })).toBe('wrong');
    }),
  );
});

test('what we sign ourselves is good, with a secret that is plain text too', () => {
  const secret = 'a plain secret of 30 characters';
  const signatures = `v1,${signatureOf(request, secret)}`;
  expect(judge({ signatures }, [secret])).toBe('good');
});

test('secrets are the same only when all of them is', () => {
  expect([isSameSecret('abc', 'abc'), isSameSecret('abc', 'abcd'), isSameSecret('', 'abc')]).toEqual([
    true,
    false,
    false,
  ]);
});
