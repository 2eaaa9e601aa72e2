/** Another system over HTTP: requests carry a key, a Standard Webhooks signature, or both. */
import { readFileSync } from 'node:fs';
import { type Clock, fail, ok } from '../../domain/ports.ts';
import type { HttpPeer, PeerRequest } from '../../domain/publishing/peer.ts';
import { refusalOf } from '../../domain/publishing/refusal.ts';
import { type Call, exchange } from './exchange.ts';
import { silenceOf } from './faults.ts';
import { signatureOf } from './signature.ts';

export interface PeerSettings {
  readonly url: string;
  /** One, or two while a secret is being replaced; none: requests are not signed. */
  readonly secrets: readonly string[];
  readonly apiKey?: { readonly header: string; readonly value: string };
  readonly deadlineMs: number;
  readonly verifyCertificate: boolean;
  readonly ca?: string;
  /** Files on this machine: the key never travels through the editor. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

export function peerAt(settings: PeerSettings, clock: Pick<Clock, 'now'>): Pick<HttpPeer, 'send'> {
  const base = settings.url.replace(/\/+$/, '');
  return {
    async send(request) {
      const on = shownAddress(`${base}${request.path}`);
      const call = callOf(settings, base, request, clock.now());
      const reply = call instanceof Error ? unreadable(call) : await exchange(call).catch(unsendable);
      if (reply.kind === 'no-reply') return fail(silenceOf(reply, request, on));
      const { status, contentType, body } = reply;
      return status >= 200 && status < 300 ? ok({ status, contentType, body }) : fail(refusalOf(reply, request, on));
    },
  };
}

/** Files of certificates are read for each request, so that a renewed one is used at once. */
function callOf(settings: PeerSettings, base: string, request: PeerRequest, nowMs: number): Call | Error {
  const { certificateFile, keyFile, ca, verifyCertificate, deadlineMs } = settings;
  try {
    return {
      url: `${base}${request.path}`,
      method: request.method,
      headers: { ...request.headers, ...credentials(settings, request, nowMs) },
      ...(request.body === undefined ? {} : { body: request.body }),
      deadlineMs,
      tls: {
        rejectUnauthorized: verifyCertificate,
        ...(ca === undefined ? {} : { ca }),
        ...(certificateFile === undefined ? {} : { cert: readFileSync(certificateFile) }),
        ...(keyFile === undefined ? {} : { key: readFileSync(keyFile) }),
      },
    };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function credentials({ secrets, apiKey }: PeerSettings, request: PeerRequest, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signed = { id: request.id, timestamp, body: Buffer.from(request.body ?? '', 'utf8') };
  const signatures = secrets.map((secret) => `v1,${signatureOf(signed, secret)}`).join(' ');
  return {
    'webhook-id': request.id,
    'webhook-timestamp': timestamp,
    ...(signatures === '' ? {} : { 'webhook-signature': signatures }),
    ...(apiKey === undefined ? {} : { [apiKey.header]: apiKey.value }),
  };
}

const unreadable = (error: Error) =>
  ({ kind: 'no-reply', code: 'ERR_TLS_FILE', text: error.message, sent: false }) as const;

/** Thrown before anything was sent: an address or a header that cannot be written. */
const unsendable = (error: NodeJS.ErrnoException) =>
  ({ kind: 'no-reply', code: error.code ?? 'ERR_INVALID_URL', text: error.message, sent: false }) as const;

/** Addresses may carry a user or a token; what is shown must not. */
export function shownAddress(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname}` : 'the address';
}
