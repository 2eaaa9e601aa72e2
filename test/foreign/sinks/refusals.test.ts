/** What Mosquitto and aiosmtpd refuse, in their own words. */
import { brokerAt } from '../../../nodes/src/adapters/mqtt/session.ts';
import { mailerAt, type SmtpSettings } from '../../../nodes/src/adapters/smtp/mailer.ts';
import { Mosquitto } from '../mosquitto/broker.ts';
import { MailServer } from './mail.ts';

test('Mosquitto refuses a topic nobody may write, and a message that is too large is not even sent', async () => {
  const broker = await Mosquitto.start(['allow_anonymous true', 'acl_file {folder}/acl', 'max_packet_size 2000'], {
    acl: 'topic readwrite open/#\n',
  });
  const settings = { url: broker.url, version: '5', verifyCertificate: true, timeoutMs: 30_000 } as const;
  const publisher = brokerAt(settings).publisher('plantwire', () => undefined);
  const publish = (topic: string, body: string) =>
    publisher.publish({ topic, body, contentType: 'application/json', retain: false });
  try {
    expect(await publish('open/a', '{}')).toEqual({ ok: true, value: { nobodyListens: true } });
    expect(await publish('open/a', 'x'.repeat(3_000))).toMatchObject({
      ok: false,
      failure: { code: 'mqtt-too-large', class: 'data' },
    });
    expect(await publish('open/a', '{}')).toMatchObject({ ok: true });
    expect(await publish('closed/a', '{}')).toMatchObject({
      ok: false,
      failure: { code: 'mqtt-publish-refused', class: 'authorisation' },
    });
  } finally {
    await publisher.close();
    await broker.close();
  }
}, 120_000);

test('aiosmtpd wants encryption, a trusted certificate, the right password and addresses that exist', async () => {
  const server = await MailServer.make();
  await server.start();
  const settings: SmtpSettings = {
    ...{
      url: server.url,
      startTls: 'required' as const,
      from: 'plantwire@acme.example',
      user: 'plantwire',
      password: 'right',
    },
    ...{ ca: server.certificate, verifyCertificate: true, timeoutMs: 30_000 },
  };
  const mail = { id: 'e-1', to: ['a@acme.example'], subject: 'Größe', text: 'Zeile\n.\nEnde', thread: 'lot' };
  const { ca: _ca, ...strange } = settings;
  const code = async (change: object, to: readonly string[] = mail.to) => {
    const sent = await mailerAt({ ...settings, ...change }).send({ ...mail, to });
    return sent.ok ? sent.value.refused.map(({ address }) => address) : sent.failure.code;
  };
  try {
    expect(await mailerAt(settings).probe()).toBeUndefined();
    expect(await code({})).toEqual([]);
    expect(await code({}, ['a@acme.example', 'nobody@acme.example'])).toEqual(['nobody@acme.example']);
    expect(await code({}, ['nobody@acme.example'])).toBe('smtp-receivers-refused');
    expect(await code({ password: 'wrong' })).toBe('smtp-login-refused');
    expect(await mailerAt(strange).send(mail)).toMatchObject({ failure: { code: 'smtp-certificate' } });
    expect(await code({ url: server.url.replace('smtp:', 'smtps:') })).toBe('smtp-not-encrypted');
    const [first] = server.taken;
    expect(first).toMatchObject({ subject: 'Größe', encrypted: true, to: ['a@acme.example'] });
    expect(first?.text.trim().split(/\r?\n/)).toEqual(['Zeile', '.', 'Ende']);
    expect(server.taken).toHaveLength(2);
  } finally {
    await server.close();
  }
}, 120_000);
