/**
 * One HTTP exchange with Odoo, told as a fact: a reply, or why there is none and whether the request had left.
 * No redirect is followed and every status is a reply. Nothing is repeated but what may be, once, when it met the end of an
 * idle connection.
 */
import type http from 'node:http';
import axios, { AxiosError, type AxiosResponse } from 'axios';
import type { OdooConnection } from './connection.ts';
import type { Lines } from './lines.ts';

/** Odoo's own limit for request bodies. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Asking twice changes nothing: it may go out on a connection that was used before. */
  readonly mayRepeat?: boolean;
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
  lines: Lines,
  request: HttpRequest,
  deadlineMs: number,
): Promise<Exchange> {
  if (!/^https?:$/.test(URL.parse(connection.url)?.protocol ?? '')) {
    return { kind: 'no-reply', code: 'ERR_INVALID_URL', text: connection.url, sent: false };
  }
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  try {
    const { told, isStale } = await attempt({ connection, lines, request, deadline: deadline.signal });
    if (!isStale) return told;
    const onNew = { connection, lines, request: { ...request, mayRepeat: false }, deadline: deadline.signal };
    return (await attempt(onNew)).told;
  } finally {
    clearTimeout(timer);
  }
}

interface Attempt {
  readonly connection: OdooConnection;
  readonly lines: Lines;
  readonly request: HttpRequest;
  readonly deadline: AbortSignal;
}

/** `isStale`: the other end had closed an idle connection; of its answer there was no byte. */
async function attempt(parts: Attempt): Promise<{ readonly told: Exchange; readonly isStale: boolean }> {
  const { connection, lines, request, deadline } = parts;
  const sent: { wire?: http.ClientRequest; isAnswered: boolean } = { isAnswered: false };
  const agent = lines.agentFor({ mayRepeat: request.mayRepeat === true });
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
      signal: deadline,
      httpAgent: agent,
      httpsAgent: agent,
      transport: {
        request: (options: http.RequestOptions, answered: (response: http.IncomingMessage) => void) => {
          sent.wire = lines.transport.request(options, (response) => {
            sent.isAnswered = true;
            answered(response);
          });
          return sent.wire;
        },
      },
    });
    return { told: readReply(reply), isStale: false };
  } catch (thrown) {
    const code = deadline.aborted ? 'DEADLINE' : thrown instanceof AxiosError ? (thrown.code ?? 'ERR') : 'ERR';
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const isStale = sent.wire?.reusedSocket === true && !sent.isAnswered && !deadline.aborted;
    return { told: { kind: 'no-reply', code, text, sent: hasLeft(sent.wire) }, isStale };
  }
}

const readReply = ({ status, headers, data }: AxiosResponse<string>): Exchange => ({
  kind: 'reply',
  status,
  contentType: String(headers['content-type'] ?? ''),
  body: data,
  ...retryAfter(String(headers['retry-after'] ?? '')),
});

/** Seconds only; a date would need the server's clock. An hour is as long as we let somebody else decide. */
function retryAfter(header: string): { readonly retryAfterMs?: number } {
  return /^\d{1,6}$/.test(header) ? { retryAfterMs: Math.min(Number(header) * 1000, 3_600_000) } : {};
}

/** A request has left once its socket is connected and, with TLS, its handshake is done. */
function hasLeft(wire: http.ClientRequest | undefined): boolean {
  const socket = wire?.socket;
  if (!socket) return false;
  const handshaking = (socket as Partial<{ secureConnecting: boolean }>).secureConnecting === true;
  return socket.bytesWritten > 0 && !socket.connecting && !handshaking;
}
