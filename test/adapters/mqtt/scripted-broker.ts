/** A broker of a few bytes (MQTT 3.1.1): says yes to everything, sends what a test tells it, and remembers acknowledgements. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

const CONNECT = 1;
const PUBLISH = 3;
const PUBACK = 4;
const SUBSCRIBE = 8;
const PINGREQ = 12;

export class ScriptedBroker {
  readonly acknowledged: number[] = [];
  readonly connects: string[] = [];
  readonly subscribed: string[] = [];
  /** What clients published: first byte of the packet, number, topic and text. */
  readonly published: { readonly head: number; readonly id: number; readonly topic: string; readonly text: string }[] =
    [];
  /** Whether a published message is confirmed at once. */
  confirms = true;
  /** A broker from before MQTT 5. */
  isOld = false;
  /** Return codes of CONNACK and SUBACK. */
  connack = 0;
  suback = 1;
  /** Number of a message that comes with the very bytes of CONNACK, as in a session that goes on. */
  waiting: number | undefined;
  #socket: Socket | undefined;
  #server: Server | undefined;
  #buffer = Buffer.alloc(0);

  async start(port = 0): Promise<string> {
    this.#server = createServer((socket) => this.#serve(socket));
    await new Promise<void>((resolve) => this.#server?.listen(port, '127.0.0.1', resolve));
    return `mqtt://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  cut(): void {
    this.#socket?.destroy();
  }

  publish(id: number, topic: string, text: string): void {
    this.#socket?.write(publishPacket(id, topic, text));
  }

  #greet(): void {
    const waiting = this.waiting === undefined ? Buffer.alloc(0) : publishPacket(this.waiting, 'plant/a', '{}');
    this.#socket?.write(Buffer.concat([packet(0x20, Buffer.from([0, this.connack])), waiting]));
  }

  #serve(socket: Socket): void {
    this.#socket = socket;
    this.#buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      for (let packet = this.#next(); packet; packet = this.#next()) this.#answer(packet.head, packet.body);
    });
  }

  #next(): { head: number; body: Buffer } | undefined {
    let length = 0;
    for (let index = 1; index < Math.min(this.#buffer.length, 5); index += 1) {
      const digit = this.#buffer[index] ?? 0;
      length += (digit & 127) << (7 * (index - 1));
      if (digit > 127) continue;
      const end = index + 1 + length;
      if (this.#buffer.length < end) return undefined;
      const packet = { head: this.#buffer[0] ?? 0, body: this.#buffer.subarray(index + 1, end) };
      this.#buffer = this.#buffer.subarray(end);
      return packet;
    }
    return undefined;
  }

  #answer(head: number, body: Buffer): void {
    const type = head >> 4;
    if (type === CONNECT && this.isOld && (body[6] ?? 0) > 4) {
      this.#socket?.end(packet(0x20, Buffer.from([0, 1])));
    } else if (type === CONNECT) {
      this.connects.push(body.subarray(12, 12 + body.readUInt16BE(10)).toString());
      this.#greet();
    } else if (type === SUBSCRIBE) {
      this.subscribed.push(body.subarray(4, 4 + body.readUInt16BE(2)).toString());
      this.#send(0x90, Buffer.from([body[0] ?? 0, body[1] ?? 0, this.suback]));
    } else if (type === PUBACK) this.acknowledged.push(body.readUInt16BE(0));
    else if (type === PUBLISH) this.#take(head, body);
    else if (type === PINGREQ) this.#send(0xd0, Buffer.alloc(0));
  }

  #take(head: number, body: Buffer): void {
    const end = 2 + body.readUInt16BE(0);
    const id = body.readUInt16BE(end);
    this.published.push({ head, id, topic: body.subarray(2, end).toString(), text: body.subarray(end + 2).toString() });
    if (this.confirms) this.#send(0x40, Buffer.from([id >> 8, id & 255]));
  }

  #send(head: number, body: Buffer): void {
    this.#socket?.write(packet(head, body));
  }
}

const packet = (head: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([head, body.length]), body]);

function publishPacket(id: number, topic: string, text: string): Buffer {
  const name = Buffer.from(topic);
  const head = Buffer.from([name.length >> 8, name.length & 255]);
  const number = Buffer.from([id >> 8, id & 255]);
  return packet((PUBLISH << 4) | 2, Buffer.concat([head, name, number, Buffer.from(text)]));
}
