/** The file of switches of the process under test, and what the process told through it. */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Point } from '../plant/faults/points.ts';
import type { Switches, Told } from '../plant/faults/switches.ts';

export class Teller {
  readonly file: string;
  #kill: Switches['kill'];
  #isDiskFull = false;
  readonly #asked = new Map<string, { readonly point: Point; readonly texts: readonly string[] }>();
  readonly #heard = new Set<string>();
  readonly #killedAt: Point[] = [];
  #read = 0;
  #size = 0;

  constructor(file: string) {
    this.file = file;
    rmSync(`${file}.log`, { force: true });
    this.#write();
  }

  /** For the next life; undefined disarms. */
  arm(kill: Switches['kill'], isDiskFull = false): void {
    this.#kill = kill;
    this.#isDiskFull = isDiskFull;
    this.#write();
  }

  /** To be told once when a pass of the point is about all these texts. */
  ask(name: string, point: Point, texts: readonly string[]): void {
    this.#asked.set(name, { point, texts });
    this.#write();
  }

  /** Once heard it stays heard; nothing more is asked then. */
  heard(name: string): boolean {
    this.#listen();
    if (this.#heard.has(name) && this.#asked.delete(name)) this.#write();
    return this.#heard.has(name);
  }

  /** Named points at which processes died, in order. */
  killedAt(): readonly Point[] {
    this.#listen();
    return this.#killedAt;
  }

  #listen(): void {
    const size = statSync(`${this.file}.log`, { throwIfNoEntry: false })?.size ?? 0;
    if (size === this.#size) return;
    this.#size = size;
    const lines = linesOf(`${this.file}.log`);
    for (const line of lines.slice(this.#read)) {
      const told = JSON.parse(line) as Told;
      if (told.kind === 'told' && told.name) this.#heard.add(told.name);
      if (told.kind === 'killed') {
        this.#killedAt.push(told.point);
        this.#kill = undefined;
      }
    }
    this.#read = lines.length;
  }

  #write(): void {
    const tell = [...this.#asked].map(([name, { point, texts }]) => ({ name, point, texts }));
    const switches: Switches = { ...(this.#kill ? { kill: this.#kill } : {}), tell, isDiskFull: this.#isDiskFull };
    writeFileSync(`${this.file}.part`, JSON.stringify(switches));
    renameSync(`${this.file}.part`, this.file);
  }
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
