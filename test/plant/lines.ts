/**
 * Lines between the simulated parts and whoever talks to them, with every fault of `faults/` behind the control
 * interface. Without them a part is met directly.
 */
import { type Fault, readFault } from './faults/fault.ts';
import { type FaultyPeer, startHttpProxy } from './faults/http-proxy.ts';
import { startTcpProxy } from './faults/tcp-proxy.ts';

export class Lines {
  readonly #peers = new Map<string, FaultyPeer>();

  /** The address to be told in place of the part's own. */
  async before(part: string, url: string): Promise<string> {
    const target = new URL(url);
    const peer = target.protocol.startsWith('http')
      ? await startHttpProxy({ target: url })
      : await startTcpProxy({ target: { host: target.hostname, port: Number(target.port) } });
    this.#peers.set(part, peer);
    target.host = `${peer.host}:${peer.port}`;
    return target.protocol.startsWith('http')
      ? peer.url
      : `${target.protocol}//${peer.host}:${peer.port}${target.pathname}`;
  }

  /** `{line: "odoo", kind: "lost", times: 1}`; faults are described in `faults/fault.ts`. */
  arm(body: Readonly<Record<string, unknown>>): void {
    const fault: Fault | string = readFault(body);
    if (typeof fault === 'string') throw new Error(fault);
    this.#peer(body['line']).faults.arm(fault);
  }

  clear(line?: unknown): void {
    for (const peer of line === undefined ? this.#peers.values() : [this.#peer(line)]) peer.faults.clear();
  }

  get report() {
    return Object.fromEntries([...this.#peers].map(([part, { faults }]) => [part, faults.list()]));
  }

  async close(): Promise<void> {
    for (const peer of this.#peers.values()) await peer.stop();
  }

  #peer(name: unknown): FaultyPeer {
    const peer = this.#peers.get(String(name));
    const known = [...this.#peers.keys()].join(', ');
    if (!peer) throw new Error(known ? `no line ${String(name)}; there are ${known}` : 'start the plant with --lines');
    return peer;
  }
}
