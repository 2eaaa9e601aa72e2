/** aiosmtpd from Debian's packages, with a certificate and a file of its own; killed without warning and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/appliance.ts';
import { until } from '../../support/time.ts';

const DEADLINE_MS = 60_000;
/** The packages belong to the system's own Python. */
const PYTHON = '/usr/bin/python3';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly encrypted: boolean;
}

export class MailServer {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.url = `smtp://localhost:${port}`;
    this.#folder = mkdtempSync(join(tmpdir(), 'plantwire-mail-'));
  }

  static async make(): Promise<MailServer> {
    const server = new MailServer(await freePort());
    const made = spawnSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
        ...['-keyout', server.#file('key.pem'), '-out', server.#file('cert.pem')],
      ],
      { encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(made.stderr);
    return server;
  }

  get certificate(): string {
    return readFileSync(this.#file('cert.pem'), 'utf8');
  }

  get taken(): readonly TakenMail[] {
    try {
      const lines = readFileSync(this.#file('mails.jsonl'), 'utf8').split('\n').filter(Boolean);
      return lines.map((line) => JSON.parse(line) as TakenMail);
    } catch {
      return [];
    }
  }

  async start(): Promise<void> {
    const files = [this.#file('mails.jsonl'), this.#file('cert.pem'), this.#file('key.pem')];
    const child = spawn(PYTHON, [join(import.meta.dirname, 'mail.py'), String(this.#port), ...files]);
    this.#process = child;
    let words = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        words += String(chunk);
      });
    await until('the mail server listens', () => words.includes('ready') || child.exitCode !== null, DEADLINE_MS);
    if (child.exitCode !== null) throw new Error(`the mail server ended: ${words}`);
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
