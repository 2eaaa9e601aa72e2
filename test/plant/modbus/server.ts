/**
 * Modbus TCP server of the simulated plant, on loopback: holding registers, unit 1.
 * 0–1 energy in Wh and 2–3 pieces, both 32 bit with the high word first; 10 and up as set by the control interface.
 */
import { createRequire } from 'node:module';
import type { Plant } from '../machines/plant.ts';

const { ServerTCP } = createRequire(import.meta.url)('modbus-serial') as typeof import('modbus-serial');

const HOST = '127.0.0.1';

export class PlantModbus {
  readonly url: string;
  readonly #plant: Plant;
  readonly #port: number;
  readonly #registers = new Map<number, number>();
  #server: InstanceType<typeof ServerTCP> | undefined;

  constructor(plant: Plant, port: number) {
    this.#plant = plant;
    this.#port = port;
    this.url = `tcp://${HOST}:${port}`;
  }

  start(): Promise<void> {
    if (this.#server) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const server = new ServerTCP(
        {
          getHoldingRegister: (address: number) => this.#read(address),
          getInputRegister: (address: number) => this.#read(address),
        },
        { host: HOST, port: this.#port, unitID: 1 },
      );
      server.on('initialized', () => resolve());
      server.on('serverError', (error) => reject(error ?? new Error('the Modbus server did not start')));
      server.on('socketError', () => undefined);
      this.#server = server;
    });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  set(address: number, value: number): void {
    this.#registers.set(address, value);
  }

  #read(address: number): number {
    const { energyWh, pieces } = this.#plant.meter;
    const words = [energyWh >>> 16, energyWh & 0xffff, pieces >>> 16, pieces & 0xffff];
    return this.#registers.get(address) ?? words[address] ?? 0;
  }
}
