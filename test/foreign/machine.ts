/** A machine behind a server that is not ours: started, killed and started again, with a memory that outlives it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../support/time.ts';

export interface MachineOptions {
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  /** Folder of its memory, as this process sees it. */
  readonly folder: string;
  /** What it remembers at its first start. */
  readonly memory: Memory;
}

/** `GoodCount`, `MadeGood`, `Order`, … as text; registers overflow, `Made…` never does. */
export type Memory = Readonly<Record<string, string>>;

const START_MS = 20_000;

export class Machine {
  readonly #options: MachineOptions;
  #server: ChildProcess | undefined;
  #answers = 0;
  #said: string[] = [];

  constructor(options: MachineOptions) {
    this.#options = options;
    this.remember(options.memory);
  }

  /** Starts the server; it goes on where its memory stands. Resolves when it obeys. */
  async start(): Promise<void> {
    const [program, ...args] = this.#options.command;
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#server = child;
    this.#answers = 0;
    this.#said = [];
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    createInterface({ input: child.stderr }).on('line', (line) => this.#hear(line));
    // What the server lived to read of a command is the memory's to say.
    child.stdin.on('error', () => undefined);
    await this.make(0, 0);
  }

  /** SIGKILL: nothing is said goodbye to. */
  async kill(): Promise<void> {
    const child = this.#server;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** A tag that an operator or the line control writes. */
  set(tag: string, value: string | number): Promise<void> {
    return this.#command(`set ${tag} ${value}`);
  }

  /** Gives it pieces to make, at its own pace. */
  make(good: number, scrap: number): Promise<void> {
    return this.#command(`make ${good} ${scrap}`);
  }

  memory(name: string): number {
    return Number(this.#recall()[name] ?? 0);
  }

  /** What happens to the memory while the server is dead: the machine went on, or its registers lost their content. */
  remember(changes: Memory): void {
    const file = join(this.#options.folder, 'memory');
    const lines = Object.entries({ ...this.#recall(), ...changes }).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(`${file}.next`, lines.join(''));
    renameSync(`${file}.next`, file);
  }

  get isIdle(): boolean {
    return this.memory('DueGood') + this.memory('DueScrap') === 0;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#options.folder, { recursive: true, force: true });
  }

  async #command(line: string): Promise<void> {
    const child = this.#server;
    const before = this.#answers;
    child?.stdin?.write(`${line}\n`);
    const isDone = (): boolean => {
      if (child?.exitCode !== null || child.signalCode !== null)
        throw new Error(`the server ended at "${line}":\n${this.#said.join('\n')}`);
      return this.#answers > before;
    };
    await until(`the server obeys "${line}"`, isDone, START_MS);
  }

  #hear(line: string): void {
    if (line === 'ok') this.#answers += 1;
    else this.#said.push(line);
  }

  #recall(): Memory {
    const file = join(this.#options.folder, 'memory');
    if (!existsSync(file)) return {};
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }
}
