/** What a mail server or the network said → a failure with its next step. One row per cause; the first match wins. */
import type { Failure, FailureClass } from '../../domain/failure.ts';

interface Fault {
  readonly when: (said: Said) => boolean;
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
}

/** As the library reports it. */
export interface Said {
  /** `EAUTH`, `ECONNECTION`, or a code of Node's network layer. */
  readonly code: string;
  /** Reply of the server, such as 550; 0 when there was none. */
  readonly reply: number;
  readonly command: string;
  readonly text: string;
}

const isLater = ({ reply }: Said): boolean => reply >= 400 && reply < 500;

export const FAULTS: readonly Fault[] = [
  {
    when: ({ text, code }) =>
      /self[- ]signed|unable to (verify|get)|certificate|CERT_|altnames/i.test(text) || /^(CERT_|ERR_TLS)/.test(code),
    code: 'smtp-certificate',
    class: 'configuration',
    reason: 'the encrypted connection is not trusted',
    nextStep: 'Enter the authority that signed the certificate of the server, and use the name that stands in it.',
  },
  {
    when: ({ code, text }) => code === 'ETLS' || /STARTTLS|wrong version number/i.test(text),
    code: 'smtp-not-encrypted',
    class: 'configuration',
    reason: 'the server does not encrypt the connection as the node wants it',
    nextStep: 'Choose smtps:// for port 465 and smtp:// for port 587, or another encryption in the node.',
  },
  {
    when: (said) => said.code === 'EAUTH' && isLater(said),
    code: 'smtp-later',
    class: 'transient',
    reason: 'the server wants it later',
    nextStep: 'Wait: it is tried again by itself.',
  },
  {
    when: ({ code, reply }) => code === 'EAUTH' || code === 'ENOAUTH' || [530, 534, 535, 538].includes(reply),
    code: 'smtp-login-refused',
    class: 'authorisation',
    reason: 'the server does not accept user and password',
    nextStep: 'Check user and password in the SMTP server node.',
  },
  {
    when: isLater,
    code: 'smtp-later',
    class: 'transient',
    reason: 'the server wants it later',
    nextStep: 'Wait: it is tried again by itself.',
  },
  {
    when: ({ reply, command }) => reply >= 500 && /^MAIL/.test(command),
    code: 'smtp-sender-refused',
    class: 'authorisation',
    reason: 'the server does not accept the sender',
    nextStep: 'Enter a sender address in the SMTP server node that this user may send from.',
  },
  {
    when: ({ reply, command }) => reply >= 500 && /^RCPT/.test(command),
    code: 'smtp-receivers-refused',
    class: 'business',
    reason: 'the server takes no mail for any of the addresses',
    nextStep: 'Correct the addresses of the role in the site pack, deploy, and replay.',
  },
  {
    when: ({ reply }) => reply >= 500,
    code: 'smtp-refused',
    class: 'data',
    reason: 'the server does not take this mail',
    nextStep: 'Read what it says; its log may say more. Then replay.',
  },
  {
    when: ({ code, text }) => code === 'EDNS' || /ENOTFOUND|EAI_AGAIN/.test(text),
    code: 'smtp-unreachable',
    class: 'transient',
    reason: 'the name of the server is not known',
    nextStep: 'Check the address and the name server. It is tried again by itself.',
  },
  {
    when: ({ text }) => /ECONNREFUSED/.test(text),
    code: 'smtp-connection-refused',
    class: 'transient',
    reason: 'nothing listens at this address',
    nextStep: 'Check address and port, and whether the server runs. It is tried again by itself.',
  },
];

const LOST: Omit<Fault, 'when'> = {
  code: 'smtp-no-answer',
  class: 'transient',
  reason: 'the server did not answer to the end',
  nextStep: 'Wait: it is tried again by itself. A mail may come twice then, under the same Message-ID.',
};

export function failureOf(said: Said, attempted: string, on: string): Failure {
  const { code, class: failureClass, reason, nextStep } = FAULTS.find(({ when }) => when(said)) ?? LOST;
  const cause = said.text.replace(/\s+/g, ' ').trim().slice(0, 200);
  return { code, class: failureClass, attempted, on, reason, nextStep, ...(cause === '' ? {} : { cause }) };
}

export function saidBy(error: unknown): Said {
  if (!(error instanceof Error)) return { code: '', reply: 0, command: '', text: String(error) };
  const { code, responseCode, command } = error as { code?: unknown; responseCode?: unknown; command?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    reply: typeof responseCode === 'number' ? responseCode : 0,
    command: typeof command === 'string' ? command : '',
    text: error.message,
  };
}
