/** Sends a storm at its pace over MQTT (quality of service 1) or HTTP, and counts the activations in it. */
import { openMqttOutlet } from '../senders/mqtt-outlet.ts';
import type { Sender, Sent } from '../senders/sender.ts';
import { type AlarmChange, changeAt, eventOf, type StormOptions } from './storm.ts';

export interface StormSenderOptions extends StormOptions {
  /** `mqtt://…` or `http://…`. */
  readonly url: string;
  readonly topic: string;
  /** API key of the HTTP route. */
  readonly key: string;
  readonly count: number;
  readonly protocolVersion?: 4 | 5 | undefined;
}

export interface StormSent extends Sent {
  readonly activations: number;
}

interface Outlet {
  send(change: AlarmChange): Promise<boolean>;
  close(): Promise<void>;
}

/** Changes that wait for their confirmation at most: a slow receiver slows the storm, and loses nothing. */
const UNDER_WAY = 2_000;
const AGAIN_MS = 200;
const SLICE_MS = 20;

export function startStorm(options: StormSenderOptions): Sender & { readonly done: Promise<StormSent> } {
  const outlet = options.url.startsWith('mqtt') ? mqttOutlet(options) : httpOutlet(options);
  const underWay = new Set<Promise<void>>();
  let isStopped = false;
  let refused = 0;

  const deliver = async (change: AlarmChange): Promise<void> => {
    if (!(await outlet.send(change))) refused += 1;
  };

  async function run(): Promise<StormSent> {
    const startedMs = Date.now();
    let sent = 0;
    let activations = 0;
    while (sent < options.count && !isStopped) {
      const due = Math.min(options.count, Math.ceil(((Date.now() - startedMs) * options.perSecond) / 1_000));
      for (; sent < due && underWay.size < UNDER_WAY; sent += 1) {
        const change = changeAt(options, sent);
        if (change.transition === 'activated') activations += 1;
        const delivery = deliver(change).finally(() => underWay.delete(delivery));
        underWay.add(delivery);
      }
      await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    }
    await Promise.all(underWay);
    await outlet.close();
    return { sent, refused, activations };
  }

  const done = run();
  return {
    done,
    async stop() {
      isStopped = true;
      await done;
    },
  };
}

function mqttOutlet(options: StormSenderOptions): Outlet {
  const { url, run, topic, protocolVersion } = options;
  const outlet = openMqttOutlet({ url, clientId: `scada-${run}`, protocolVersion });
  return { send: (change) => outlet.send(topic, eventOf(options, change)), close: () => outlet.close() };
}

/** Repeats until it is answered; what is refused for good is not. */
function httpOutlet(options: StormSenderOptions): Outlet {
  const headers = { 'content-type': 'application/cloudevents+json', 'x-api-key': options.key };
  const once = async (change: AlarmChange): Promise<boolean | undefined> => {
    try {
      const body = JSON.stringify(eventOf(options, change));
      const answer = await fetch(options.url, { method: 'POST', body, headers });
      await answer.arrayBuffer();
      if (answer.ok) return true;
      return [400, 413, 415, 422].includes(answer.status) ? false : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    async send(change) {
      for (;;) {
        const answer = await once(change);
        if (answer !== undefined) return answer;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    },
    close: async () => undefined,
  };
}
