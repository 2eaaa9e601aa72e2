/** A wire to Odoo that loses the answers to chosen calls after their commit: by a reset, or by a page of a proxy. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LosingWire {
  readonly url: string;
  /**
   * From now on the answer to the n-th call that writes is lost (0: the next one), then the answer to the m-th after
   * that, and so on. `tell` hears which calls lost their answer.
   */
  plan(after: readonly number[], tell?: (call: string) => void): void;
  /** The next such call is cut off at once and reaches Odoo only `ms` later, as after a stalled line or a full backlog. */
  delay(call: string, ms: number): void;
  /** Delayed calls that Odoo has finished. */
  readonly arrivedLate: number;
  /** Calls that wrote since `plan` was called last. */
  readonly writes: number;
  /** Answers lost so far. */
  readonly lost: number;
  stop(): Promise<void>;
}

/** A reset connection, or what a proxy says when it lost its own; one after the other. */
const WAYS: readonly (number | undefined)[] = [undefined, 502, 503, 504];

export async function startLosingWire(target: string): Promise<LosingWire> {
  const to = new URL(target);
  const seen = { lost: 0, writes: 0, late: 0 };
  let delayed: { readonly call: string; readonly ms: number } | undefined;
  let left: number[] = [];
  let tell: (call: string) => void = () => undefined;

  const isLost = (call: string | undefined): boolean => {
    if (call === undefined) return false;
    seen.writes += 1;
    const [next] = left;
    if (next !== undefined && next > 0) left[0] = next - 1;
    if (next !== 0) return false;
    left.shift();
    tell(call);
    return true;
  };
  const forward = (incoming: IncomingMessage, body: Buffer, answered: (reply: IncomingMessage) => void): void => {
    const headers = { ...incoming.headers, host: to.host };
    const place = { host: to.hostname, port: to.port, path: incoming.url, method: incoming.method, headers };
    const onward = request(place, answered);
    onward.on('error', () => incoming.socket.destroy());
    onward.end(body);
  };
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): void => {
    const call = writeIn(incoming.url ?? '', body);
    const late = call !== undefined && delayed?.call === call ? delayed : undefined;
    if (late) {
      delayed = undefined;
      incoming.socket.resetAndDestroy();
      setTimeout(() => forward(incoming, body, (reply) => reply.resume().on('end', () => (seen.late += 1))), late.ms);
      return;
    }
    const loses = isLost(call);
    forward(incoming, body, (reply) => {
      if (!loses) {
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(outgoing);
        return;
      }
      reply.resume();
      reply.on('end', () => {
        const page = WAYS[seen.lost % WAYS.length];
        seen.lost += 1;
        if (page === undefined) incoming.socket.resetAndDestroy();
        else outgoing.writeHead(page, { 'content-type': 'text/html' }).end(`<html><h1>${page}</h1></html>`);
      });
    });
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => pass(incoming, outgoing, Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan(after, told = () => undefined) {
      left = [...after];
      tell = told;
      seen.writes = 0;
    },
    delay(call, ms) {
      delayed = { call, ms };
    },
    get arrivedLate() {
      return seen.late;
    },
    get writes() {
      return seen.writes;
    },
    get lost() {
      return seen.lost;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const READS = /^(read|search\w*|fields_get|\w*read_group|has_access|check_\w+|context_get|get_\w+|precision_get)$/;

/** `model.method` of a call that may write; undefined for one that only reads. */
function writeIn(path: string, body: Buffer): string | undefined {
  const [, model, method] = /^\/json\/2\/([^/?]+)\/([^/?]+)/.exec(path) ?? rpcCall(path, body) ?? [];
  return model === undefined || method === undefined || READS.test(method) ? undefined : `${model}.${method}`;
}

function rpcCall(path: string, body: Buffer): readonly [string, string, string] | undefined {
  if (!path.startsWith('/jsonrpc')) return undefined;
  const { params } = JSON.parse(body.toString('utf8')) as { params?: { service?: string; args?: unknown[] } };
  if (params?.service !== 'object') return undefined;
  return ['', String(params.args?.[3]), String(params.args?.[4])];
}
