/** The port of a mail server. */
import type { Failure } from '../failure.ts';
import type { Result } from '../ports.ts';

export interface Mail {
  /** The same for every sending of the same mail; mail systems may recognise it by that. */
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Mails with the same thread are shown together. */
  readonly thread?: string;
}

export interface MailSent {
  /** Addresses the server did not take, with its words; the others have the mail. */
  readonly refused: readonly { readonly address: string; readonly words: string }[];
}

export interface Mailer {
  readonly name: string;
  /** Ok when the server took the mail for at least one address. Never repeated by itself. */
  send(mail: Mail): Promise<Result<MailSent>>;
  /** Logs in and sends nothing. */
  probe(): Promise<Failure | undefined>;
}
