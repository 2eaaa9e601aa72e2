/** A listening socket that can be taken away and brought back on the same port: the fault `refuse`. */
import type { AddressInfo, Server, Socket } from 'node:net';

export interface Listener {
  readonly port: number;
  /** Opens or closes the port; open connections are reset when it closes. */
  readonly setOpen: (open: boolean) => Promise<void>;
  /** Resets every open connection. */
  readonly cutAll: () => void;
  readonly stop: () => Promise<void>;
}

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    if (server.listening) server.close(() => resolve());
    else resolve();
  });

export async function openListener(server: Server, host: string, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const cutAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const bound = await listen(server, host, port);
  let queue: Promise<void> = Promise.resolve();
  const change = async (open: boolean): Promise<void> => {
    if (open === server.listening) return;
    if (open) {
      await listen(server, host, bound);
      return;
    }
    const closed = close(server);
    cutAll();
    await closed;
  };
  const setOpen = (open: boolean): Promise<void> => {
    queue = queue.then(() => change(open));
    return queue;
  };
  return { port: bound, setOpen, cutAll, stop: () => setOpen(false) };
}
