/**
 * A quality system: tells inspections, nonconformances and decisions, signed and until it is answered; hears what became
 * of them and what nobody answered, and says that a person has it.
 */
import { type Listener, startListener } from '../http/listener.ts';
import { startTeller } from '../http/teller.ts';
import { stream } from '../senders/facts.ts';
import type { Sent } from '../senders/sender.ts';
import { acknowledgementOf, type InspectionOptions, type QmsEvent, saidOf } from './facts.ts';

export interface QmsOptions extends InspectionOptions {
  readonly port?: number;
  /** Of both sides; empty: whoever comes is believed. */
  readonly secret: string;
  /** Where it tells; without it it only listens. */
  readonly events?: string;
  /** Nobody there ever answers a notice. */
  readonly isSilent?: boolean;
}

export interface Qms {
  readonly url: string;
  readonly listener: Listener;
  readonly done: Promise<Sent>;
  stop(): Promise<void>;
}

const NOTICES = '/notices';

export async function startQms(options: QmsOptions): Promise<Qms> {
  const { port = 0, secret, events, isSilent } = options;
  const teller = startTeller();
  let isStopped = false;
  const tell = async (event: QmsEvent): Promise<void> => {
    if (events === undefined) return;
    await teller.tell({ url: events, id: event.id, body: JSON.stringify(event), proof: { secret } });
  };
  const listener = await startListener({
    port,
    ...(secret === '' ? {} : { secret }),
    onTold({ path, body }) {
      const [, subjectId] = /nonconformance (\S+)/.exec(body) ?? [];
      if (isSilent || !path.startsWith(NOTICES) || subjectId === undefined) return;
      void tell(acknowledgementOf(options, subjectId, new Date().toISOString()));
    },
  });
  const all = events === undefined ? { ...options, count: 0 } : options;
  const telling = stream(
    all,
    async (fact) => {
      for (const event of saidOf(options, fact)) await tell(event);
    },
    () => isStopped,
  );
  return {
    ...{ url: listener.url, listener },
    done: telling.then((sent) => ({ sent, refused: teller.refused })),
    async stop() {
      isStopped = true;
      teller.stop();
      await listener.close();
    },
  };
}
