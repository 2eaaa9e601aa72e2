/**
 * A small MQTT broker for a machine that has none, so that the demonstration runs everywhere; sessions and retained
 * messages live in memory. What brokers must do is proven with Mosquitto (`test/foreign/mosquitto`).
 */
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';

export interface PlantBroker {
  readonly url: string;
  close(): Promise<void>;
}

/** Loopback only; port 0 takes a free one. */
export async function startBroker(port = 0): Promise<PlantBroker> {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
