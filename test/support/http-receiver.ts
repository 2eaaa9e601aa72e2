/** A system that takes requests: remembers each, and answers what the test tells it. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `silence` takes the request and hangs up without a word; `nothing` never answers. */
export type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };
export type Reaction = Answer | 'silence' | 'nothing';

export class HttpReceiver {
  readonly received: Received[] = [];
  react: (request: Received) => Reaction = () => ({ status: 204 });
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  url = '';

  constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const one = { method, path: url, headers, body: Buffer.concat(parts).toString() };
        this.received.push(one);
        const answer = this.react(one);
        if (answer === 'silence') request.socket.destroy();
        else if (answer !== 'nothing') {
          const { status, body, headers: own = {} } = answer;
          const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
          response
            .writeHead(status, { 'content-type': 'application/json', ...own })
            .end(body === undefined ? '' : text);
        }
      });
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.url;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
