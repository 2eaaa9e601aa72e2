/** A certificate of its own for a server of a test; needs openssl. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** What a test that is left out says. */
export const forWantOf = hasOpenssl ? '' : ' (left out: needs openssl, apt-get install openssl)';

export function certificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-tls-'));
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      files.key,
      '-out',
      files.cert,
    ],
    // An OPC UA certificate store of another test may have left its own OPENSSL_CONF behind.
    { stdio: 'pipe', env: { PATH: process.env['PATH'] ?? '' } },
  );
  const pair = { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return pair;
}
