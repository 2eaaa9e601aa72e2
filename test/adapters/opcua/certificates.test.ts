import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../nodes/src/adapters/opcua/certificates.ts';
import { certificate as certificatePair, forWantOf, hasOpenssl } from '../../support/certificate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-pki-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('locks that a killed process left behind do not keep the next one waiting', async () => {
  mkdirSync(join(folder, 'mutex.lock'));
  mkdirSync(join(folder, 'own/certs/client_certificate.pem.mutex.lock'), { recursive: true });
  const store = await openStore(folder, 'firstUse');
  expect(store.rootDir).toBe(folder);
  await store.dispose();
}, 30_000);

describe('a key and a certificate of a process that was killed while it wrote them', () => {
  const key = () => join(folder, 'own/private/private_key.pem');
  const certificate = () => join(folder, 'own/certs/client_certificate.pem');
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const write = (file: string, text: string): void => {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  };

  test.each([
    ['half of it', String(pem).slice(0, 700)],
    ['nothing of it', ''],
  ])(
    '%s is put aside and made anew',
    async (_, text) => {
      write(key(), text);
      write(certificate(), '-----BEGIN CERTIFICATE-----\nMIIB');
      await (await openStore(folder, 'firstUse')).dispose();
      expect(createPrivateKey(readFileSync(key())).type).toBe('private');
      expect(readFileSync(`${key()}.broken`, 'utf8')).toBe(text);
      expect(existsSync(certificate())).toBe(false);
    },
    30_000,
  );

  const testPair = hasOpenssl ? test : test.skip;
  testPair(
    `whole ones stay as they are${forWantOf}`,
    async () => {
      const pair = certificatePair();
      write(key(), pair.key);
      write(certificate(), pair.cert);
      await (await openStore(folder, 'firstUse')).dispose();
      expect([readFileSync(key(), 'utf8'), readFileSync(certificate(), 'utf8')]).toEqual([pair.key, pair.cert]);
    },
    30_000,
  );

  test('a key that is whole stays, a certificate that is not its own does not', async () => {
    write(key(), String(pem));
    write(certificate(), '');
    await (await openStore(folder, 'firstUse')).dispose();
    expect(readFileSync(key(), 'utf8')).toBe(String(pem));
    expect(existsSync(certificate())).toBe(false);
  }, 30_000);
});
