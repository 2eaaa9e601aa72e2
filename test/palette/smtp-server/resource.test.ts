/** Where the mail server is, who we are there, and how it is doing. */
import { mailerAt } from '../../../nodes/src/adapters/smtp/mailer.ts';
import { definition } from '../../../nodes/src/palette/smtp-server/definition.ts';
import { examine, openSmtpServer, settingsOf } from '../../../nodes/src/palette/smtp-server/resource.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { MailServer } from '../../support/mail-server.ts';

const bench = journalBench();
let server: MailServer;
beforeEach(async () => {
  server = new MailServer();
  await server.start();
});
afterEach(() => server.stop());

const config = (change: object = {}) =>
  definition.config.parse({ url: server.url, from: 'plantwire@plant.example', startTls: 'never', ...change });

test.each([
  [{ url: 'http://mail.example' }, 'is none of a mail server'],
  [{ url: 'smtp://u:p@mail.example' }, 'carries user and password'],
  [{ from: 'nobody' }, 'is no mail address'],
  [{ from: 'a@b.example\r\nBcc: c@d.example' }, 'is no mail address'],
])('%j is refused', (change, reason) => {
  const read = settingsOf(config(change));
  expect(read).toMatchObject({ ok: false, failure: { code: 'node-misconfigured', reason } });
});

test('without a user there is no login; an own authority and the time limit are passed on', () => {
  expect(settingsOf(config({ ca: ' PEM ', timeoutSeconds: 5 }))).toEqual({
    ok: true,
    value: {
      url: server.url,
      startTls: 'never',
      from: 'plantwire@plant.example',
      ca: 'PEM',
      verifyCertificate: true,
      timeoutMs: 5_000,
    },
  });
  expect(settingsOf(config({ user: 'u', password: 'p' }))).toMatchObject({ value: { user: 'u', password: 'p' } });
});

test('its health is how the last mail went; a refused mail says nothing about the server', async () => {
  const opened = await openSmtpServer(bench.context(config()), mailerAt);
  if (!opened.ok) throw new Error(opened.failure.reason);
  const { value, health } = opened.value;
  const send = () => value.send({ id: 'e-1', to: ['a@plant.example'], subject: 's', text: 't' });
  expect(await health()).toMatchObject({ health: 'idle' });
  server.says.set('MAIL', '553 not yours');
  await send();
  expect(await health()).toMatchObject({ health: 'failed', failure: { code: 'smtp-sender-refused' } });
  server.says.clear();
  server.says.set('RCPT', '550 unknown');
  await send();
  expect(await health()).toMatchObject({ health: 'ok' });
  server.says.clear();
  server.says.set('RCPT', '450 later');
  await send();
  expect(await health()).toMatchObject({ health: 'degraded' });
});

test('Test connection logs in, sends nothing, and names the one cause why not', async () => {
  expect(await examine({ config: config() }, mailerAt)).toMatchObject({ ok: true });
  expect(await examine({ config: config({ startTls: 'required' }) }, mailerAt)).toMatchObject({
    ok: false,
    details: { code: 'smtp-not-encrypted' },
  });
  expect(await examine({ config: config({ url: 'nonsense' }) }, mailerAt)).toMatchObject({ ok: false });
  expect(server.taken).toEqual([]);
});
