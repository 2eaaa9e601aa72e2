/** Certificates: refused when nobody vouches for them, accepted with the plant's own authority, or on a test bench. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { OdooTls } from '../../../nodes/src/adapters/odoo/connection.ts';
import { certificate, forWantOf, hasOpenssl } from '../../support/certificate.ts';

const run = hasOpenssl ? test : test.skip;

run(`a certificate of an unknown authority is named as the cause${forWantOf}`, async () => {
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
});
