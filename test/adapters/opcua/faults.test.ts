import { FAULTS, toFailure } from '../../../nodes/src/adapters/opcua/faults.ts';
import { isRetryable } from '../../../nodes/src/domain/failure.ts';

/** Words as the library and servers write them. */
const SAID: readonly [string, string][] = [
  [
    'The connection cannot be established with server opc.tcp://h:1 . Err = (connect ECONNREFUSED 127.0.0.1:1)',
    'opcua-refused',
  ],
  [
    'The connection may have been rejected by server, Err = (getaddrinfo ENOTFOUND no-such-host.invalid)',
    'opcua-address-unknown',
  ],
  [
    'The connection may have been rejected by server, Err = ([E05] this transport protocol is not supported :http:)',
    'opcua-address-unknown',
  ],
  ['connect ETIMEDOUT 10.0.0.1:4840', 'opcua-timeout'],
  ['timed out after 5000 ms', 'opcua-timeout'],
  ['server-certificate-changed', 'opcua-certificate-changed'],
  ['BadCertificateTimeInvalid (0x80140000)', 'opcua-certificate-expired'],
  ['BadCertificateHostNameInvalid (0x80160000)', 'opcua-certificate-name'],
  ['server Certificate verification failed with err BadCertificateUntrusted (0x801a0000)', 'opcua-server-untrusted'],
  ['The connection may have been rejected by server, Err = (BadSecurityChecksFailed)', 'opcua-client-untrusted'],
  ['BadCertificateUntrusted (0x801a0000)', 'opcua-client-untrusted'],
  [
    'Cannot find an Endpoint matching security mode: 2 policy: http://x#Aes128_Sha256_RsaOaep',
    'opcua-policy-unsupported',
  ],
  ['BadUserAccessDenied (0x801f0000)', 'opcua-login-refused'],
  ['BadIdentityTokenRejected (0x80210000)', 'opcua-login-refused'],
  ['BadTooManySessions (0x80560000)', 'opcua-server-full'],
  ['BadNodeIdUnknown (0x80340000)', 'opcua-tag-unknown'],
  ['BadNotReadable (0x803a0000)', 'opcua-tag-refused'],
  ['socket has been disconnected by third party', 'opcua-connection-lost'],
];

test.each(SAID)('%s is %s', (words, code) => {
  const failure = toFailure(new Error(words), 'connect', 'opc.tcp://h:1');
  expect(failure).toMatchObject({ code, attempted: 'connect', on: 'opc.tcp://h:1' });
  expect(failure.nextStep).toMatch(/\.$/);
});

test('every row of the table is reached by words that were really said', () => {
  const reached = new Set(SAID.map(([words]) => toFailure(words, 'connect', 'x').code));
  expect(FAULTS.map(({ code }) => code).filter((code) => !reached.has(code))).toEqual([]);
});

test('nothing about a connection is final: it is tried again once the cause is gone', () => {
  for (const [words] of SAID) expect(isRetryable(toFailure(words, 'connect', 'x'))).toBe(true);
});
