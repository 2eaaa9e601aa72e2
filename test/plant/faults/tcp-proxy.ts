/** Stands in front of any TCP peer (OPC UA, Modbus, MQTT, a database) and cuts, refuses or slows the line. */
import { connect, createServer, type Socket } from 'node:net';
import type { FaultyPeer } from './http-proxy.ts';
import { createFaultInjector, type FaultInjector } from './injector.ts';
import { openListener } from './listener.ts';

export interface TcpProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
  readonly port?: number;
  readonly host?: string;
}

export interface FaultyLine extends FaultyPeer {
  /** Resets every connection that is open now; new ones are accepted. */
  readonly cut: () => void;
}

/** Bytes pass in order; a `slow` fault holds every chunk back by its delay. */
function pipe(from: Socket, to: Socket, delayMs: () => number): void {
  let queue: Promise<void> = Promise.resolve();
  from.on('data', (chunk) => {
    const wait = delayMs();
    queue = queue.then(async () => {
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      if (to.writable) to.write(chunk);
    });
  });
  from.on('end', () => {
    queue = queue.then(() => {
      to.end();
    });
  });
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
}

const slowMs = (faults: FaultInjector): number =>
  Math.max(0, ...faults.list().map((fault) => (fault.kind === 'slow' ? (fault.delayMs ?? 1_000) : 0)));

export async function startTcpProxy(options: TcpProxyOptions): Promise<FaultyLine> {
  const host = options.host ?? '127.0.0.1';
  const faults = createFaultInjector();
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    if (faults.active('cut')) {
      faults.take({});
      client.resetAndDestroy();
      return;
    }
    const peer = connect(options.target.port, options.target.host);
    pipe(client, peer, () => slowMs(faults));
    pipe(peer, client, () => slowMs(faults));
  });
  const listener = await openListener(server, host, options.port ?? 0);
  faults.onChange(() => void listener.setOpen(!faults.active('refuse')));
  return {
    host,
    port: listener.port,
    url: `tcp://${host}:${listener.port}`,
    faults,
    cut: () => listener.cutAll(),
    stop: async () => {
      faults.clear();
      await listener.stop();
    },
  };
}
