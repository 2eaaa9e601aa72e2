/**
 * One HTTP exchange, told as a fact: a reply, or why there is none and whether the request had left.
 * No redirect is followed, nothing is repeated, every status is a reply.
 */
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';

export interface Call {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly deadlineMs: number;
  readonly tls: {
    readonly rejectUnauthorized: boolean;
    readonly ca?: string;
    readonly cert?: Buffer;
    readonly key?: Buffer;
  };
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
      /** Code of Node's network layer (`ECONNREFUSED`), `DEADLINE` or `TOO-LONG`. */
      readonly code: string;
      readonly text: string;
      /** False: surely no byte of the request reached the peer. */
      readonly sent: boolean;
    };

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const HOUR_MS = 3_600_000;

export function exchange(call: Call): Promise<Exchange> {
  const { url, method, body, deadlineMs } = call;
  const payload = body === undefined ? undefined : Buffer.from(body, 'utf8');
  const length = payload ? { 'content-length': String(payload.length) } : {};
  const { ca, ...own } = call.tls;
  const trusted = ca === undefined ? own : { ...own, ca: [...tls.rootCertificates, ca] };
  const options = { method, headers: { ...call.headers, ...length }, agent: false as const, ...trusted };
  return new Promise((resolve) => {
    let isOver = false;
    // Once its connection is made (with TLS: trusted), a request is on its way.
    let isOpen = false;
    const isSecure = url.startsWith('https:');
    const request = (isSecure ? https : http).request(url, options);
    request.on('socket', (socket) =>
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        isOpen = true;
      }),
    );
    const end = (result: Exchange): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      request.destroy();
      resolve(result);
    };
    const silence = (code: string, text: string): void => end({ kind: 'no-reply', code, text, sent: isOpen });
    const timer = setTimeout(() => silence('DEADLINE', `no answer within ${deadlineMs} ms`), deadlineMs);
    request.on('error', (error: NodeJS.ErrnoException) => silence(error.code ?? 'ERR', error.message));
    request.on('response', (response) => read(response, end, silence));
    request.end(payload);
  });
}

function read(
  response: http.IncomingMessage,
  end: (result: Exchange) => void,
  silence: (code: string, text: string) => void,
): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) silence('TOO-LONG', `the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    else parts.push(part);
  });
  response.on('error', (error: NodeJS.ErrnoException) => silence(error.code ?? 'ERR', error.message));
  response.on('close', () => (response.complete ? undefined : silence('ECONNRESET', 'the answer was cut off')));
  response.on('end', () =>
    end({
      kind: 'reply',
      status: response.statusCode ?? 0,
      contentType: String(response.headers['content-type'] ?? ''),
      body: Buffer.concat(parts).toString('utf8'),
      ...retryAfter(String(response.headers['retry-after'] ?? '')),
    }),
  );
}

/** Seconds only; a date would need the peer's clock. An hour is as long as we let somebody else decide. */
function retryAfter(header: string): { readonly retryAfterMs?: number } {
  return /^\d{1,6}$/.test(header) ? { retryAfterMs: Math.min(Number(header) * 1_000, HOUR_MS) } : {};
}
