/** Mail by SMTP against a server that is told what to say; the real one is aiosmtpd, in `test/foreign/smtp`. */
import { mailerAt, type SmtpSettings } from '../../../nodes/src/adapters/smtp/mailer.ts';
import type { Mail } from '../../../nodes/src/domain/publishing/mail.ts';
import { freePort } from '../../support/appliance.ts';
import { MailServer } from '../../support/mail-server.ts';

const mail: Mail = {
  id: 'e-1',
  to: ['quality@plant.example', 'shift@plant.example'],
  subject: 'Lot L-1 ist gesperrt – Größe',
  text: 'First\n.\nlast line',
  thread: 'lot:L-1',
};
const settings = (change: Partial<SmtpSettings> = {}): SmtpSettings => ({
  url: server.url,
  startTls: 'offered',
  from: 'Plant Munich <plantwire@plant.example>',
  verifyCertificate: true,
  timeoutMs: 20_000,
  ...change,
});

let server: MailServer;
beforeEach(async () => {
  server = new MailServer();
  await server.start();
});
afterEach(() => server.stop());

const headerOf = (text: string, name: string): string =>
  new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(text)?.[1] ?? '';

test('a mail reaches all its receivers, says that a machine wrote it, and keeps its name when it is sent again', async () => {
  const mailer = mailerAt(settings());
  expect(await mailer.send(mail)).toEqual({ ok: true, value: { refused: [] } });
  await mailer.send(mail);
  const [first, second] = server.taken;
  expect(first).toMatchObject({ from: 'plantwire@plant.example', to: mail.to });
  const header = (name: string) => [first, second].map((one) => headerOf(one?.text ?? '', name));
  expect(header('Auto-Submitted')[0]).toBe('auto-generated');
  expect(header('Subject')[0]).toMatch(/^=\?UTF-8\?/);
  expect(header('Message-ID')[0]).toMatch(/^<[0-9a-f]{40}@plant\.example>$/);
  expect(new Set(header('Message-ID')).size).toBe(1);
  expect(header('References')[0]).toMatch(/^<[0-9a-f]{40}@plant\.example>$/);
});

test('an address that is refused is named; the others have the mail', async () => {
  server.says.set('RCPT TO:<shift', '550 unknown user');
  const sent = await mailerAt(settings()).send(mail);
  expect(sent).toMatchObject({
    ok: true,
    value: { refused: [{ address: 'shift@plant.example', words: expect.stringContaining('550 unknown user') }] },
  });
  expect(server.taken).toMatchObject([{ to: ['quality@plant.example'] }]);
});

test.each([
  ['RCPT', '550 unknown user', 'smtp-receivers-refused', 'business'],
  ['RCPT', '450 greylisted', 'smtp-later', 'transient'],
  ['MAIL', '553 not yours', 'smtp-sender-refused', 'authorisation'],
  ['AUTH', '535 wrong', 'smtp-login-refused', 'authorisation'],
  ['AUTH', '454 directory is away', 'smtp-later', 'transient'],
  ['.', '554 looks like spam', 'smtp-refused', 'data'],
  ['.', '452 disk full', 'smtp-later', 'transient'],
  ['.', 'hang-up', 'smtp-no-answer', 'transient'],
  ['', '421 too many connections', 'smtp-later', 'transient'],
])('%j answered with %j is %s', async (command, answer, code, failureClass) => {
  server.says.set(command, answer);
  server.offers = ['AUTH PLAIN LOGIN'];
  const secret = 'only for this server';
  const sent = await mailerAt(settings({ user: 'plantwire', password: secret })).send(mail);
  expect(sent).toMatchObject({ ok: false, failure: { code, class: failureClass } });
  expect(JSON.stringify(sent)).not.toContain(secret);
  expect(JSON.stringify(sent)).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
});

test('where encryption is required nothing is said before it, the password least of all', async () => {
  const sent = await mailerAt(settings({ startTls: 'required', user: 'plantwire', password: 'secret' })).send(mail);
  expect(sent).toMatchObject({ ok: false, failure: { code: 'smtp-not-encrypted', class: 'configuration' } });
  expect(server.commands.filter((line) => /^(AUTH|MAIL)/.test(line))).toEqual([]);
});

test('nobody there, a name nobody knows and a server that says nothing are told apart', async () => {
  const failure = async (url: string, timeoutMs = 20_000) => {
    const sent = await mailerAt(settings({ url, timeoutMs })).send(mail);
    return sent.ok ? '' : sent.failure.code;
  };
  expect(await failure(`smtp://127.0.0.1:${await freePort()}`)).toBe('smtp-connection-refused');
  expect(await failure('smtp://mail.invalid')).toBe('smtp-unreachable');
  expect(await failure(server.url.replace('smtp:', 'smtps:'))).toBe('smtp-not-encrypted');
  server.says.set('', 'nothing');
  expect(await failure(server.url, 300)).toBe('smtp-no-answer');
});

test('a login can be tried without a mail', async () => {
  expect(await mailerAt(settings()).probe()).toBeUndefined();
  server.offers = ['AUTH PLAIN'];
  server.says.set('AUTH', '535 wrong');
  expect(await mailerAt(settings({ user: 'u', password: 'p' })).probe()).toMatchObject({ code: 'smtp-login-refused' });
  expect(server.taken).toEqual([]);
});
