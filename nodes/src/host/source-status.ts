/** Status line of a source that takes messages in: green while they come and the flow takes them. */
import type { Failure } from '../domain/failure.ts';
import type { Clock } from '../domain/ports.ts';
import type { StatusReport } from './node.ts';

const MINUTE_MS = 60_000;
const STUCK_MS = 30_000;

export interface SourceView {
  /** Why the peer cannot be reached or read, as it stands now. */
  readonly peer?: StatusReport;
  /** Why the journal cannot store. */
  readonly trouble?: Failure;
  readonly waiting: { readonly count: number; readonly oldestMs: number };
}

export class SourceActivity {
  readonly #clock: Clock;
  #heard: number[] = [];
  #everHeard = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  heard(): void {
    this.#everHeard = true;
    this.#heard.push(this.#clock.now());
  }

  report({ peer, trouble, waiting }: SourceView): StatusReport {
    const since = this.#clock.now() - MINUTE_MS;
    this.#heard = this.#heard.filter((ms) => ms > since);
    if (trouble) return { health: 'failed', text: trouble.reason };
    if (peer) return peer;
    const perMinute = this.#heard.length;
    if (waiting.oldestMs > STUCK_MS) return { health: 'degraded', text: `${waiting.count} not taken by the flow` };
    if (!this.#everHeard) return { health: 'waiting', text: 'no message yet' };
    return { health: perMinute > 0 ? 'ok' : 'idle', text: `${perMinute}/min` };
  }
}
