/** A mail server of a few lines that says what a test tells it; the real one is aiosmtpd, in `test/foreign/smtp`. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

export class MailServer {
  readonly taken: TakenMail[] = [];
  /** Answers instead of the usual one, by the beginning of a command; `hang-up` ends the connection, `nothing` says nothing. */
  readonly says = new Map<string, string>();
  offers: readonly string[] = [];
  readonly commands: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  url = '';

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.url = `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    let buffer = '';
    let isData = false;
    let mail = { from: '', to: [] as string[] };
    const say = (line: string): void => {
      if (line === 'hang-up') socket.destroy();
      else if (line !== 'nothing') socket.write(`${line}\r\n`);
    };
    const take = (text: string): void => {
      isData = false;
      const answer = this.says.get('.') ?? '250 taken';
      if (answer.startsWith('2')) this.taken.push({ ...mail, text });
      say(answer);
      mail = { from: '', to: [] };
    };
    const command = (line: string): void => {
      this.commands.push(line);
      const told = [...this.says].find(([start]) => line.startsWith(start))?.[1];
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (told !== undefined) say(told);
      else if (line.startsWith('EHLO'))
        say(['250-here', ...this.offers.map((offer) => `250-${offer}`), '250 8BITMIME'].join('\r\n'));
      else if (line.startsWith('AUTH')) say('235 welcome');
      else if (line.startsWith('STARTTLS')) say('502 not here');
      else if (line.startsWith('DATA')) {
        isData = true;
        say('354 go on');
      } else if (line.startsWith('QUIT')) socket.end('221 bye\r\n');
      else {
        if (line.startsWith('MAIL')) mail = { from: address, to: [] };
        if (line.startsWith('RCPT')) mail.to.push(address);
        say('250 fine');
      }
    };
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString();
      for (;;) {
        const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = buffer.slice(0, end);
        buffer = buffer.slice(end + (isData ? 5 : 2));
        if (isData) take(part);
        else command(part);
      }
    });
    say(this.says.get('') ?? '220 here');
  }
}
