/** Offers the mail server to the nodes that tell people something; its health is how the last mail went. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { Mailer } from '../../domain/publishing/mail.ts';
import type { NodeContext, Resource, ResourceHealth } from '../../host/node.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

/** What the entry's adapter is asked for. */
export interface SmtpSettings {
  readonly url: string;
  readonly startTls: Config['startTls'];
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly ca?: string;
  readonly verifyCertificate: boolean;
  readonly timeoutMs: number;
}

export type Reach = (settings: SmtpSettings) => Omit<Mailer, 'name'>;

export async function openSmtpServer(context: NodeContext<Config>, reach: Reach): Promise<Result<Resource<Mailer>>> {
  const settings = settingsOf(context.config);
  if (!settings.ok) return settings;
  const mailer = reach(settings.value);
  let last: Failure | 'fine' | undefined;
  return ok({
    value: {
      name: new URL(settings.value.url).hostname,
      probe: mailer.probe,
      async send(mail) {
        const sent = await mailer.send(mail);
        // A refused mail says nothing about the server.
        const isAboutMail = !sent.ok && ['data', 'business'].includes(sent.failure.class);
        last = sent.ok || isAboutMail ? 'fine' : sent.failure;
        return sent;
      },
    },
    health: async () => healthOf(last),
    close: async () => undefined,
  });
}

export function settingsOf(config: Config): Result<SmtpSettings> {
  const url = URL.parse(config.url.trim());
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    return fail(unusable('Address', 'is none of a mail server', 'Enter smtp://host:587 or smtps://host:465.'));
  if (url.username !== '' || url.password !== '')
    return fail(unusable('Address', 'carries user and password', 'They have fields of their own.'));
  if (!/^[^\r\n]*@[^\r\n]*$/.test(config.from))
    return fail(unusable('Sender', 'is no mail address', 'Enter an address that the server lets this user send from.'));
  return ok({
    url: config.url.trim(),
    startTls: config.startTls,
    from: config.from.trim(),
    ...(config.user === '' ? {} : { user: config.user, password: config.password }),
    ...(config.ca.trim() === '' ? {} : { ca: config.ca.trim() }),
    verifyCertificate: config.verifyCertificate,
    timeoutMs: config.timeoutSeconds * 1_000,
  });
}

function healthOf(last: Failure | 'fine' | undefined): ResourceHealth {
  if (last === undefined) return { health: 'idle', text: 'not used yet' };
  if (last === 'fine') return { health: 'ok', text: 'takes mails' };
  const lasting = last.class === 'authorisation' || last.class === 'configuration';
  return { health: lasting ? 'failed' : 'degraded', text: last.reason, failure: last };
}

const unusable = (field: string, reason: string, nextStep: string): Failure => ({
  code: 'node-misconfigured',
  class: 'configuration',
  attempted: 'use the mail server',
  on: `field "${field}"`,
  reason,
  nextStep,
});

/** Answer of the Test connection button. No mail is sent. */
export async function examine({ config }: Pick<NodeContext<Config>, 'config'>, reach: Reach) {
  const settings = settingsOf(config);
  const failure = settings.ok ? await reach(settings.value).probe() : settings.failure;
  if (!failure)
    return { ok: true, text: 'The server lets us in. Whether it takes the sender shows with the first mail.' };
  const { on, reason, cause, nextStep, code } = failure;
  return { ok: false, text: `${on}: ${reason}${cause ? ` (${cause})` : ''}. ${nextStep}`, details: { code } };
}
