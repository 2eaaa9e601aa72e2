/**
 * One HTTP exchange with Odoo, told as a fact: a reply, or why there is none and whether the request had left.
 * No redirect is followed, nothing is repeated, every status is a reply.
 */
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import axios, { AxiosError } from 'axios';
import type { OdooConnection } from './connection.ts';

/** Odoo's own limit for request bodies. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Exchange =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
      readonly retryAfterMs?: number;
    }
  | {
      readonly kind: 'no-reply';
      /** Code of Node's network layer (`ECONNREFUSED`), or `DEADLINE`. */
      readonly code: string;
      readonly text: string;
      /** False: surely no byte of the request reached the server's application. */
      readonly sent: boolean;
    };

export async function exchange(
  connection: OdooConnection,
  request: HttpRequest,
  deadlineMs: number,
): Promise<Exchange> {
  if (!/^https?:$/.test(URL.parse(connection.url)?.protocol ?? '')) {
    return { kind: 'no-reply', code: 'ERR_INVALID_URL', text: connection.url, sent: false };
  }
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  let wire: http.ClientRequest | undefined;
  const secure = connection.url.startsWith('https:');
  try {
    const reply = await axios.request<string>({
      baseURL: connection.url,
      url: request.path,
      method: request.method,
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...request.headers },
      data: request.body === undefined ? undefined : JSON.stringify(request.body),
      responseType: 'text',
      transformResponse: (text: string) => text,
      validateStatus: () => true,
      maxRedirects: 0,
      maxBodyLength: MAX_BODY_BYTES,
      maxContentLength: 2 * MAX_BODY_BYTES,
      proxy: false,
      signal: deadline.signal,
      httpsAgent: new https.Agent({ keepAlive: false, ...tlsOptions(connection) }),
      transport: {
        request: (options: https.RequestOptions, answered: (response: http.IncomingMessage) => void) => {
          wire = (secure ? https : http).request(options, answered);
          return wire;
        },
      },
    });
    return {
      kind: 'reply',
      status: reply.status,
      contentType: String(reply.headers['content-type'] ?? ''),
      body: reply.data,
      ...retryAfter(String(reply.headers['retry-after'] ?? '')),
    };
  } catch (thrown) {
    const code = deadline.signal.aborted ? 'DEADLINE' : thrown instanceof AxiosError ? (thrown.code ?? 'ERR') : 'ERR';
    return {
      kind: 'no-reply',
      code,
      text: thrown instanceof Error ? thrown.message : String(thrown),
      sent: hasLeft(wire),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** Seconds only; a date would need the server's clock. An hour is as long as we let somebody else decide. */
function retryAfter(header: string): { readonly retryAfterMs?: number } {
  return /^\d{1,6}$/.test(header) ? { retryAfterMs: Math.min(Number(header) * 1000, 3_600_000) } : {};
}

function tlsOptions(connection: OdooConnection): https.AgentOptions {
  const { ca, rejectUnauthorized } = connection.tls;
  return ca === undefined ? { rejectUnauthorized } : { rejectUnauthorized, ca: [...tls.rootCertificates, ca] };
}

/** A request has left once its socket is connected and, with TLS, its handshake is done. */
function hasLeft(wire: http.ClientRequest | undefined): boolean {
  const socket = wire?.socket;
  if (!socket) return false;
  const handshaking = (socket as Partial<{ secureConnecting: boolean }>).secureConnecting === true;
  return socket.bytesWritten > 0 && !socket.connecting && !handshaking;
}
