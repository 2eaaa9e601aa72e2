/** Mail by SMTP: one connection per mail, encrypted as the node says, plain text. */
import { createHash } from 'node:crypto';
import tls from 'node:tls';
import { createTransport } from 'nodemailer';
import { fail, ok } from '../../domain/ports.ts';
import type { Mail, Mailer } from '../../domain/publishing/mail.ts';
import { failureOf, saidBy } from './faults.ts';

export interface SmtpSettings {
  /** `smtp://host:587` or `smtps://host:465` */
  readonly url: string;
  /** Plain connections: must be encrypted before anything is said, may be, or is not. */
  readonly startTls: 'required' | 'offered' | 'never';
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly ca?: string;
  readonly verifyCertificate: boolean;
  readonly timeoutMs: number;
}

export function mailerAt(settings: SmtpSettings): Omit<Mailer, 'name'> {
  const { host } = new URL(settings.url);
  return {
    async send(mail) {
      const transport = transportOf(settings);
      try {
        const { rejected, rejectedErrors } = (await transport.sendMail(messageOf(mail, settings.from))) as Outcome;
        const refused = rejected.map((address, index) => ({
          address: typeof address === 'string' ? address : address.address,
          words: (rejectedErrors?.[index]?.message ?? '').slice(0, 200),
        }));
        return ok({ refused });
      } catch (error) {
        return fail(failureOf(saidBy(error), `send a mail to ${mail.to.length} addresses`, host));
      } finally {
        transport.close();
      }
    },
    async probe() {
      const transport = transportOf(settings);
      try {
        await transport.verify();
        return undefined;
      } catch (error) {
        return failureOf(saidBy(error), 'log in', host);
      } finally {
        transport.close();
      }
    },
  };
}

/** Part of the library's answer that its types leave out. */
interface Outcome {
  readonly rejected: readonly (string | { readonly address: string })[];
  readonly rejectedErrors?: readonly Error[];
}

function transportOf({ url, startTls, user, password, ca, verifyCertificate, timeoutMs }: SmtpSettings) {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'smtps:';
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: startTls === 'required',
    ignoreTLS: startTls === 'never',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    tls: { rejectUnauthorized: verifyCertificate, ...(ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] }) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // What stands in an event must never make the appliance read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function messageOf({ id, to, subject, text, thread }: Mail, from: string) {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'plantwire';
  const reference = (name: string): string =>
    `<${createHash('sha256').update(name).digest('hex').slice(0, 40)}@${domain}>`;
  return {
    from,
    to: [...to],
    subject,
    text,
    messageId: reference(id),
    ...(thread === undefined ? {} : { references: reference(thread) }),
    // Out-of-office answers to a machine help nobody.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}
