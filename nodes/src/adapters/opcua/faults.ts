/** What a server or the network said → a failure with its next step. One row per cause; the first match wins. */
import type { Failure, FailureClass } from '../../domain/failure.ts';

interface Fault {
  readonly pattern: RegExp;
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
}

export const FAULTS: readonly Fault[] = [
  {
    pattern: /ECONNREFUSED/,
    code: 'opcua-refused',
    class: 'transient',
    reason: 'nothing listens at this address',
    nextStep: 'Check address and port, and whether the OPC UA server runs.',
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|BadTcpEndpointUrlInvalid|Invalid URL|transport protocol is not supported/i,
    code: 'opcua-address-unknown',
    class: 'configuration',
    reason: 'the address is not known',
    nextStep: 'Check the spelling of the address (opc.tcp://host:port/path) and the name server.',
  },
  {
    pattern: /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|BadTimeout|timed? ?out/i,
    code: 'opcua-timeout',
    class: 'transient',
    reason: 'the server did not answer in time',
    nextStep: 'Check cable, firewall and load of the server.',
  },
  {
    pattern: /server-certificate-changed/,
    code: 'opcua-certificate-changed',
    class: 'configuration',
    reason: 'the server shows another certificate than the one that was trusted',
    nextStep: 'Ask who changed it, compare the thumbprint, then press Trust certificate.',
  },
  {
    pattern: /BadCertificateTimeInvalid|BadCertificateIssuerTimeInvalid/,
    code: 'opcua-certificate-expired',
    class: 'configuration',
    reason: 'a certificate is not valid yet or not any more',
    nextStep: 'Check the clocks of both machines and renew the certificate.',
  },
  {
    pattern: /BadCertificateHostNameInvalid|BadCertificateUriInvalid/,
    code: 'opcua-certificate-name',
    class: 'configuration',
    reason: 'the certificate was made for another host or application',
    nextStep: 'Use the name that stands in the certificate as address, or have a new one made.',
  },
  {
    pattern: /server certificate verification failed/i,
    code: 'opcua-server-untrusted',
    class: 'configuration',
    reason: 'the certificate of the server is not trusted here',
    nextStep: 'Compare the thumbprint with the one the server shows, then press Trust certificate.',
  },
  {
    pattern: /BadCertificate|BadSecurityChecksFailed|BadSecurityModeRejected|connection may have been rejected/,
    code: 'opcua-client-untrusted',
    class: 'configuration',
    reason: 'the server does not accept our certificate or security settings',
    nextStep: 'Trust the certificate of Plantwire in the server, then try again.',
  },
  {
    pattern: /Cannot find an Endpoint|BadSecurityPolicyRejected|no matching endpoint/i,
    code: 'opcua-policy-unsupported',
    class: 'configuration',
    reason: 'the server offers no endpoint with this security mode and policy',
    nextStep: 'Choose a mode and policy that the server offers.',
  },
  {
    pattern: /BadUserAccessDenied|BadIdentityTokenRejected|BadIdentityTokenInvalid|BadIdentity|Cannot find .*token/i,
    code: 'opcua-login-refused',
    class: 'authorisation',
    reason: 'the server refuses this user or password',
    nextStep: 'Check user name and password, and whether the server allows anonymous access.',
  },
  {
    pattern: /BadTooMany|BadMaxConnections|BadTcpServerTooBusy|BadTcpNotEnoughResources|BadOutOfMemory/,
    code: 'opcua-server-full',
    class: 'throttled',
    reason: 'the server has no room for another session or subscription',
    nextStep: 'Close unused clients, or raise the limits of the server.',
  },
  {
    pattern: /BadNodeIdUnknown|BadNodeIdInvalid|BadNodeIdRejected/,
    code: 'opcua-tag-unknown',
    class: 'configuration',
    reason: 'the server does not know the tag',
    nextStep: 'Compare the node id in the site pack with the server; use the picker.',
  },
  {
    pattern: /BadUserAccess|BadNotReadable/,
    code: 'opcua-tag-refused',
    class: 'authorisation',
    reason: 'this user may not read the tag',
    nextStep: 'Give the user the right to read it.',
  },
];

const OTHER: Omit<Fault, 'pattern'> = {
  code: 'opcua-connection-lost',
  class: 'transient',
  reason: 'the connection failed',
  nextStep: 'It is tried again; look at the log of the OPC UA server when it stays so.',
};

export function toFailure(error: unknown, attempted: string, on: string): Failure {
  const words = wordsOf(error);
  const { code, class: verdict, reason, nextStep } = FAULTS.find(({ pattern }) => pattern.test(words)) ?? OTHER;
  return { code, class: verdict, attempted, on, reason, nextStep, cause: words.slice(0, 300) };
}

/** First lines only: the library appends hints and stack traces. Credentials are never part of it. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error || hasMessage(error) ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').trim();
}

function hasMessage(error: unknown): error is { message: string } {
  return typeof error === 'object' && error !== null && typeof (error as { message?: unknown }).message === 'string';
}
