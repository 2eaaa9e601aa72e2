import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../nodes/src/adapters/opcua/certificates.ts';

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
