/** Why there was no answer → a failure with its next step. One row per cause; the first match wins. */
import type { Failure, FailureClass } from '../../domain/failure.ts';
import type { PeerRequest } from '../../domain/publishing/peer.ts';
import type { Exchange } from './exchange.ts';

interface Fault {
  readonly pattern: RegExp;
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
}

/** What can only happen before a request has left. */
const BEFORE: readonly Fault[] = [
  {
    pattern: /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|^ERR_TLS|^ERR_SSL|^EPROTO$/,
    code: 'http-certificate',
    class: 'configuration',
    reason: 'the encrypted connection is not trusted',
    nextStep: 'Enter the authority that signed the certificate, and use the name that stands in it.',
  },
  {
    pattern: /^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL|ERR_UNESCAPED_CHARACTERS|ERR_INVALID_CHAR)$/,
    code: 'http-address-invalid',
    class: 'configuration',
    reason: 'the address is not one',
    nextStep: 'Write it in the site pack as https://wms.example.com/api or http://host:8080.',
  },
  {
    pattern: /^ECONNREFUSED$/,
    code: 'http-connection-refused',
    class: 'transient',
    reason: 'nothing listens at this address',
    nextStep: 'Check address and port, and whether that system runs. It is tried again by itself.',
  },
];

const NETWORK: Fault = {
  pattern: /./,
  code: 'http-unreachable',
  class: 'transient',
  reason: 'the network does not lead there',
  nextStep: 'Check cable, VPN, name and address. It is tried again by itself.',
};

export function silenceOf(lost: Extract<Exchange, { kind: 'no-reply' }>, request: PeerRequest, on: string): Failure {
  const known = { attempted: request.attempted, on, cause: `${lost.code}: ${lost.text}`.slice(0, 200) };
  const fault = BEFORE.find(({ pattern }) => pattern.test(lost.code)) ?? (lost.sent ? undefined : NETWORK);
  if (fault) {
    const { code, class: failureClass, reason, nextStep } = fault;
    return { ...known, code, class: failureClass, reason, nextStep };
  }
  return {
    ...known,
    code: 'http-no-answer',
    class: 'transient',
    reason: 'the request had left, and no answer came',
    nextStep: 'Wait: it is sent again with the same id, which the other side does once.',
    answerLost: true,
  };
}
