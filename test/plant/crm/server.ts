/** A CRM or shop that is answered: what was said last about each order of a customer, by the customer's number. */
import { type Listener, type ListenerOptions, startListener } from '../http/listener.ts';

export interface Answer {
  readonly customerPo: string;
  readonly answer: string;
  readonly orderId?: string;
  readonly promisedDate?: string;
  readonly code?: string;
}

export interface Crm extends Listener {
  /** The last word on each order. */
  readonly answers: ReadonlyMap<string, Answer>;
}

export async function startCrm(options: ListenerOptions = {}): Promise<Crm> {
  const taker = await startListener(options);
  return {
    get url() {
      return taker.url;
    },
    get told() {
      return taker.told;
    },
    get repeats() {
      return taker.repeats;
    },
    get answers() {
      const read = taker.told.flatMap(({ body }) => answerIn(body));
      return new Map(read.map((answer) => [answer.customerPo, answer]));
    },
    close: () => taker.close(),
  };
}

function answerIn(body: string): readonly Answer[] {
  try {
    const { data } = JSON.parse(body) as { data?: Partial<Answer> };
    return data?.customerPo !== undefined && data.answer !== undefined ? [data as Answer] : [];
  } catch {
    return [];
  }
}
