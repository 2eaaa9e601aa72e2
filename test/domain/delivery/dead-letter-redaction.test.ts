import fc from 'fast-check';
import {
  isSecretName,
  REDACTED,
  redact,
  redactText,
} from '../../../nodes/src/domain/delivery/dead-letter-redaction.ts';
import { orderMessage } from '../../support/messages.ts';

const SECRET_FIELDS = [
  'password',
  'Passwd',
  'db_password',
  'dbPassword',
  'apiKey',
  'api_key',
  'x-api-key',
  'authorization',
  'Set-Cookie',
  'client_secret',
  'accessToken',
  'refresh_token',
  'token',
  'credentials',
  'private_key',
];
const PLAIN_FIELDS = ['key', 'idempotencykey', 'partitionkey', 'tag', 'pass', 'pin', 'tokens', 'secretary', 'passed'];

test.each(SECRET_FIELDS)('the field %s is a secret', (name) => expect(isSecretName(name)).toBe(true));
test.each(PLAIN_FIELDS)('the field %s is none', (name) => expect(isSecretName(name)).toBe(false));

test.each([
  ['Authorization: Bearer abc123def456', 'abc123def456'],
  ['Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['opc.tcp://line:hunter2@plc:4840', 'hunter2'],
  ['GET /x?access_token=zzz999&page=2', 'zzz999'],
  ['{"password":"hunter2"}', 'hunter2'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'eyJzdWIiOiIxIn0'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
])('no secret is left in %s', (text, secret) => {
  expect(redactText(text)).not.toContain(secret);
  expect(redactText(text)).toContain(REDACTED);
});

test.each([
  'Basic training of the operator',
  'order WH/MO/00012, lot L-7',
  'https://erp.example/odoo?id=3',
  'Bearer of the shift book',
])('plain words stay: %s', (text) => expect(redactText(text)).toBe(text));

test('an event without secrets is the very same value, so nothing is written anew', () => {
  const { event } = orderMessage('a');
  expect(redact(event)).toBe(event);
});

test('whatever stands in a secret field, it is gone; all else is unchanged', () => {
  const plain = fc.record({ order: fc.stringMatching(/^MO-\d{1,5}$/), quantity: fc.nat(), lots: fc.array(fc.nat()) });
  fc.assert(
    fc.property(
      plain,
      fc.constantFrom(...SECRET_FIELDS),
      fc.stringMatching(/^Q[a-z0-9]{12,20}Z$/),
      (data, name, secret) => {
        const wrapped = { list: [{ ...data, [name]: { deep: secret } }], [name]: secret, data };
        const clean = redact(wrapped) as unknown as Record<string, unknown>;
        expect(JSON.stringify(clean)).not.toContain(secret);
        expect(clean['data']).toEqual(data);
        expect(clean['list']).toEqual([{ ...data, [name]: REDACTED }]);
      },
    ),
  );
});
