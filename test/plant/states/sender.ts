/** Tells the states of machines over MQTT: the hours that have passed at a pace of its own, then what happens when it happens. */
import { openMqttOutlet } from '../senders/mqtt-outlet.ts';
import type { Sender } from '../senders/sender.ts';
import { changeAt, type DayOptions, eventOf, topicOf } from './day.ts';

export interface StateSenderOptions extends DayOptions {
  readonly url: string;
  readonly count: number;
  /** Of the hours that have passed. */
  readonly perSecond: number;
  readonly protocolVersion?: 4 | 5 | undefined;
}

export function startStates(options: StateSenderOptions): Sender {
  const { url, run, count, perSecond, protocolVersion } = options;
  const outlet = openMqttOutlet({ url, clientId: `states-${run}`, protocolVersion });
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });

  async function tell() {
    let [sent, refused] = [0, 0];
    for (let number = 0; number < count && !stopping.signal.aborted; number += 1) {
      const change = changeAt(options, number);
      await pause(Math.max(1_000 / perSecond, change.atMs - Date.now()));
      if (stopping.signal.aborted) break;
      if (await outlet.send(topicOf(options, change), eventOf(options, change))) sent += 1;
      else refused += 1;
    }
    await outlet.close();
    return { sent, refused };
  }

  const done = tell();
  return {
    done,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
