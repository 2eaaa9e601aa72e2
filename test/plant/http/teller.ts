/** Tells others over HTTP: each message until it is taken or refused for good, more and more slowly while nobody is there. */
import { signed } from './sign.ts';

export type Proof = { readonly key: string } | { readonly secret: string };

export interface Message {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  readonly proof: Proof;
}

export interface Teller {
  /** Messages that were refused for good. */
  readonly refused: number;
  /** A function makes the message anew as long as nobody takes this kind: what it says of the time is then still true. */
  tell(message: Message | (() => Message)): Promise<void>;
  stop(): void;
}

const PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 3_000;
const DEADLINE_MS = 10_000;
const FINAL: readonly number[] = [400, 413, 415, 422];
const NOBODY = 404;

export function startTeller(): Teller {
  let isStopped = false;
  let refused = 0;
  /** Status of the answer; nobody's when there was none. */
  const once = async ({ url, id, body, proof }: Message): Promise<number | undefined> => {
    const proven = 'key' in proof ? { 'x-api-key': proof.key } : signed(body, id, proof.secret);
    const headers = { 'content-type': 'application/cloudevents+json', ...proven };
    const init = { method: 'POST', body, headers, signal: AbortSignal.timeout(DEADLINE_MS) };
    try {
      const answer = await fetch(url, init);
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return undefined;
    }
  };
  return {
    get refused() {
      return refused;
    },
    async tell(message) {
      const make = typeof message === 'function' ? message : () => message;
      let current = make();
      for (let pauseMs = PAUSE_MS; !isStopped; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
        const status = await once(current);
        if (status !== undefined && FINAL.includes(status)) refused += 1;
        if (status !== undefined && (status < 300 || FINAL.includes(status))) return;
        if (status === NOBODY) current = make();
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    },
    stop() {
      isStopped = true;
    },
  };
}
