/** What a broker or the network said → a failure with its next step. One row per cause; the first match wins. */
import type { Failure, FailureClass } from '../../domain/failure.ts';

interface Fault {
  readonly pattern: RegExp;
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
}

export const VERSION_REFUSED = 'mqtt-version-refused';

export const FAULTS: readonly Fault[] = [
  {
    pattern: /ECONNREFUSED/,
    code: 'mqtt-refused',
    class: 'transient',
    reason: 'nothing listens at this address',
    nextStep: 'Check address and port, and whether the broker runs.',
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|Invalid URL|Unknown protocol|Missing protocol/i,
    code: 'mqtt-address-unknown',
    class: 'configuration',
    reason: 'the address is not known',
    nextStep: 'Check the spelling of the address (mqtt://host:1883 or mqtts://host:8883) and the name server.',
  },
  {
    pattern: /session taken over|\b142\b/i,
    code: 'mqtt-session-taken',
    class: 'configuration',
    reason: 'somebody else connected under the same client id',
    nextStep: 'Give every source and every appliance a client id of its own.',
  },
  {
    pattern: /subscription refused|subscribe error/i,
    code: 'mqtt-topic-refused',
    class: 'authorisation',
    reason: 'the broker does not let this user read a topic',
    nextStep: 'Give the user the right to subscribe to the topics of the source.',
  },
  {
    pattern: /not authorized|bad user ?name|bad username or password|\b13[45]\b/i,
    code: 'mqtt-login-refused',
    class: 'authorisation',
    reason: 'the broker does not accept user and password',
    nextStep: 'Check user and password in the broker node, and the rights of the user at the broker.',
  },
  {
    pattern: /unacceptable protocol|unsupported protocol|\b132\b/i,
    code: VERSION_REFUSED,
    class: 'configuration',
    reason: 'the broker does not speak this version of MQTT',
    nextStep: 'Choose the version in the broker node by itself, or one that the broker speaks.',
  },
  {
    pattern: /identifier rejected|client identifier not valid|\b133\b/i,
    code: 'mqtt-client-id-refused',
    class: 'configuration',
    reason: 'the broker does not accept the client id',
    nextStep: 'Choose a shorter client id of letters and digits.',
  },
  {
    pattern: /self[- ]signed|unable to (verify|get)|CERT_|certificate|DEPTH_ZERO|ERR_TLS|wrong version number/i,
    code: 'mqtt-certificate',
    class: 'configuration',
    reason: 'the encrypted connection is not trusted',
    nextStep: 'Enter the authority that signed the certificate of the broker, and use the name that stands in it.',
  },
  {
    pattern: /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timeout|connack/i,
    code: 'mqtt-timeout',
    class: 'transient',
    reason: 'the broker did not answer in time',
    nextStep: 'Check cable, firewall and load of the broker.',
  },
];

const LOST: Omit<Fault, 'pattern'> = {
  code: 'mqtt-lost',
  class: 'transient',
  reason: 'the connection was lost',
  nextStep: 'Wait: it is made again by itself, and the broker keeps what was not acknowledged.',
};

export function failureOf(error: unknown, on: string): Failure {
  const { words, text } = wordsOf(error);
  const fault = FAULTS.find(({ pattern }) => pattern.test(words)) ?? LOST;
  const { code, class: failureClass, reason, nextStep } = fault;
  return {
    code,
    class: failureClass,
    attempted: 'reach the broker',
    on,
    reason,
    nextStep,
    ...(text === '' ? {} : { cause: text.slice(0, 200) }),
  };
}

/** Node's network errors may come several at once, with an empty message of their own. */
function wordsOf(error: unknown): { readonly words: string; readonly text: string } {
  if (error instanceof AggregateError) {
    const parts = error.errors.map((one) => wordsOf(one));
    return { words: parts.map(({ words }) => words).join(' '), text: parts[0]?.text ?? '' };
  }
  if (!(error instanceof Error)) return { words: String(error), text: String(error) };
  const code = 'code' in error ? String(error.code) : '';
  return { words: `${code} ${error.message}`, text: error.message };
}

/** Addresses may carry user and password; what is shown must not. */
export function shownAddress(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}` : url.replace(/\/\/[^@/]*@/, '//').slice(0, 120);
}
