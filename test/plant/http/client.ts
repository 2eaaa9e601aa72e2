/** An MES that posts facts and repeats each until it is answered; what is refused for good is counted. */
import { dataOf, type Fact, type FactOptions, stream } from '../senders/facts.ts';
import type { Sender } from '../senders/sender.ts';

export interface ClientOptions extends FactOptions {
  /** A function where the address may change between two attempts. */
  readonly url: string | (() => string);
  readonly key: string;
  /** Requests under way at once. */
  readonly parallel: number;
}

const PAUSE_MS = 250;
const DEADLINE_MS = 10_000;

export function startClient(options: ClientOptions): Sender {
  let isStopped = false;
  let refused = 0;
  const underWay = new Set<Promise<void>>();

  /** True when it needs no repeat. */
  const once = async (fact: Fact): Promise<boolean> => {
    const body = fact.isPoison ? `{"poison":${fact.number}` : JSON.stringify(dataOf(options, fact));
    try {
      const url = typeof options.url === 'string' ? options.url : options.url();
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-api-key': options.key,
          'idempotency-key': fact.transactionId,
        },
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      await answer.arrayBuffer();
      if (answer.ok) return true;
      const isFinal = [400, 413, 415, 422].includes(answer.status);
      if (isFinal) refused += 1;
      return isFinal;
    } catch {
      return false;
    }
  };
  const deliver = async (fact: Fact): Promise<void> => {
    while (!isStopped && !(await once(fact))) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  };
  const send = async (fact: Fact): Promise<void> => {
    while (underWay.size >= options.parallel) await Promise.race(underWay);
    const delivery = deliver(fact).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  };
  const done = stream(options, send, () => isStopped).then(async (sent) => {
    await Promise.all(underWay);
    return { sent, refused };
  });
  return {
    done,
    async stop() {
      isStopped = true;
      await Promise.allSettled(underWay);
    },
  };
}
