/** What went wrong in one call, as a Failure: by the table for replies, by the network's own code for silence. */
import type { Failure, FailureClass } from '../../domain/failure.ts';
import type { ErpCall } from '../../domain/ports.ts';
import { FALLBACK, type Fault, TABLE } from './fault-table.ts';
import type { Exchange } from './http.ts';

export function judge(fault: Fault, call: ErpCall, on: string): Failure {
  const row = TABLE.find((candidate) => candidate.when(fault)) ?? FALLBACK;
  const cause = fault.message ? shortened(fault.message) : fault.name ? fault.name : `HTTP ${fault.status}`;
  return {
    code: row.code,
    class: softened(row.class, call),
    attempted: describe(call),
    on,
    reason: row.reason,
    nextStep: row.nextStep,
    cause,
    ...(row.class === 'unknown' ? { answerLost: true } : {}),
  };
}

const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/;
/** Nobody said no: name, route or connection were lost on the way. `DEADLINE` before sending is a silent network, too. */
const NO_WAY = /^(ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|ETIMEDOUT|DEADLINE)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|^ERR_TLS|^ERR_SSL|^EPROTO$/;

/** No reply at all: refused is harmless, silence after sending is not (Odoo finishes what it started). */
export function judgeSilence(lost: Extract<Exchange, { kind: 'no-reply' }>, call: ErpCall, on: string): Failure {
  const known = { attempted: describe(call), on, cause: shortened(`${lost.code}: ${lost.text}`) };
  if (CERTIFICATE.test(lost.code)) {
    return {
      ...known,
      code: 'odoo-tls',
      class: 'configuration',
      reason: 'the secure connection was not accepted',
      nextStep: 'Give the Odoo connection the certificate of your authority, or correct the address.',
    };
  }
  if (lost.code === 'ERR_INVALID_URL' || lost.code === 'ERR_BAD_OPTION_VALUE') {
    return {
      ...known,
      code: 'odoo-address-invalid',
      class: 'configuration',
      reason: 'the address is not one',
      nextStep: 'Write it as https://erp.example.com or http://host:8069.',
    };
  }
  if (!lost.sent || NEVER_SENT.test(lost.code)) {
    if (NO_WAY.test(lost.code))
      return {
        ...known,
        code: 'odoo-network-down',
        class: 'transient',
        reason: 'the network does not lead to this address',
        nextStep: 'Check cable, VPN, name and address. It is tried again by itself.',
      };
    return {
      ...known,
      code: 'odoo-unreachable',
      class: 'transient',
      reason: 'nobody answers at this address',
      nextStep: `Check that Odoo runs and the network reaches it. It is tried again by itself.`,
    };
  }
  const reason =
    lost.code === 'DEADLINE' ? 'Odoo gave no answer in time' : 'the connection broke after the request was sent';
  return {
    ...known,
    code: 'odoo-answer-lost',
    class: softened('unknown', call),
    answerLost: true,
    reason,
    nextStep: 'Odoo is asked what was done before anything is repeated.',
    ...(lost.code === 'DEADLINE' && !call.repeatable ? { retryAfterMs: OVERTIME_MS } : {}),
  };
}

/** Odoo does not stop because nobody waits any more; its own pauses between conflicts add up to 30 s. */
const OVERTIME_MS = 30_000;

/** A call that changes nothing when repeated may simply be repeated. */
function softened(verdict: FailureClass, call: ErpCall): FailureClass {
  return verdict === 'unknown' && call.repeatable ? 'transient' : verdict;
}

const describe = (call: ErpCall): string => `call ${call.model}.${call.method}`;

/** Server texts can hold a whole stack or page: the first line says it, 300 characters are enough. */
function shortened(text: string): string {
  const line = text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
