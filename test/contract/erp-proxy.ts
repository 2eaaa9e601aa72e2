/** A wire between client and server that can lose answers: the request gets through, its reply does not. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Wire {
  readonly url: string;
  /** The reply to the next request whose text contains `marker` is lost after the server has finished it. */
  loseAnswerTo(marker: string): void;
  /** Number of replies lost so far. */
  readonly lost: number;
  /** Most requests that were under way at once. */
  readonly most: number;
  /** Number of requests so far. */
  readonly requests: number;
  stop(): Promise<void>;
}

export async function startWire(target: string): Promise<Wire> {
  const to = new URL(target);
  const losses: string[] = [];
  const seen = { lost: 0, most: 0, now: 0, requests: 0 };
  const server: Server = createServer((incoming, outgoing) => {
    seen.now += 1;
    seen.requests += 1;
    seen.most = Math.max(seen.most, seen.now);
    outgoing.on('close', () => {
      seen.now -= 1;
    });
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = `${incoming.url} ${body.toString('utf8')}`;
      const index = losses.findIndex((marker) => text.includes(marker));
      if (index >= 0) losses.splice(index, 1);
      const onward = request(
        {
          host: to.hostname,
          port: to.port,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, host: to.host },
        },
        (reply) => {
          if (index < 0) {
            // Odoo 14 closes after every answer by its version of HTTP alone.
            if (reply.httpVersion === '1.0') outgoing.shouldKeepAlive = false;
            outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
            reply.pipe(outgoing);
            return;
          }
          reply.resume();
          reply.on('end', () => {
            seen.lost += 1;
            incoming.socket.destroy();
          });
        },
      );
      onward.on('error', () => incoming.socket.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswerTo: (marker) => void losses.push(marker),
    get lost() {
      return seen.lost;
    },
    get most() {
      return seen.most;
    },
    get requests() {
      return seen.requests;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
