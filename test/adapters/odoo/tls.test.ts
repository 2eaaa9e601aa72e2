/** Certificates: refused when nobody vouches for them, accepted with the plant's own authority, or on a test bench. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { OdooTls } from '../../../nodes/src/adapters/odoo/connection.ts';

const openssl = spawnSync('openssl', ['version']).status === 0;
const run = openssl ? test : test.skip;

function certificate(): { key: string; cert: string } {
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

run(
  `a certificate of an unknown authority is named as the cause${openssl ? '' : ' (left out: needs openssl, apt-get install openssl)'}`,
  async () => {
    const pair = certificate();
    const server = createServer(pair, (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(request.url === '/json/version' ? { version_info: [19, 0], version: '19.0' } : { uid: 3 }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const profile = (tls: OdooTls) =>
      openErp({
        url,
        db: 'd',
        login: 'l',
        apiKey: 'k',
        protocol: 'auto',
        tls,
        deadlineMs: 5000,
        parallelCalls: 1,
      }).profile();
    try {
      expect(await profile({ rejectUnauthorized: true })).toMatchObject({
        ok: false,
        failure: { code: 'odoo-tls', class: 'configuration' },
      });
      expect(await profile({ rejectUnauthorized: true, ca: pair.cert })).toMatchObject({ ok: true });
      expect(await profile({ rejectUnauthorized: false })).toMatchObject({ ok: true });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
);
