/** Mosquitto from Debian's packages, on a port and in a folder of its own; killed without warning and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/appliance.ts';
import { until } from '../../support/time.ts';

/** Debian puts daemons where a user's path may not look. */
const MOSQUITTO = '/usr/sbin/mosquitto';
export const isMosquittoThere = existsSync(MOSQUITTO);
const DEADLINE_MS = 60_000;

export class Mosquitto {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  readonly #extra: readonly string[];
  #process: ChildProcess | undefined;
  #words = '';

  private constructor(port: number, extra: readonly string[]) {
    this.#port = port;
    this.url = `mqtt://127.0.0.1:${port}`;
    this.#extra = extra;
    this.#folder = mkdtempSync(join(tmpdir(), 'plantwire-mosquitto-'));
    // Mosquitto gives up the rights of root before it opens its store.
    chmodSync(this.#folder, 0o777);
  }

  /** `extra` lines replace the free access; `{folder}` in them is the broker's own folder. */
  static async start(
    extra: readonly string[] = ['allow_anonymous true'],
    files: Readonly<Record<string, string>> = {},
  ) {
    const broker = new Mosquitto(await freePort(), extra);
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(broker.#folder, name), text);
      chmodSync(join(broker.#folder, name), 0o644);
    }
    await broker.start();
    return broker;
  }

  get folder(): string {
    return this.#folder;
  }

  async start(): Promise<void> {
    const lines = [
      `listener ${this.#port} 127.0.0.1`,
      'persistence true',
      `persistence_location ${this.#folder}/`,
      // Everything is written as soon as it changes; what was confirmed a moment before a kill may still be gone.
      'autosave_on_changes true',
      'autosave_interval 1',
      'max_queued_messages 0',
      'max_inflight_messages 0',
      ...this.#extra.map((line) => line.replaceAll('{folder}', this.#folder)),
    ];
    const file = join(this.#folder, 'mosquitto.conf');
    writeFileSync(file, `${lines.join('\n')}\n`);
    this.#process = spawn(MOSQUITTO, ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#words += String(chunk);
      });
    await until(`Mosquitto listens\n${this.#words}`, () => this.#listens(), DEADLINE_MS);
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** As an administrator stops it: what it confirmed is still there afterwards. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
  }
}
