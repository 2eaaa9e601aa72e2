/** Orders of customers as a CRM or a shop sends them: signed, until somebody answers, and some of them a second time. */

import { createHash } from 'node:crypto';
import { startTeller } from '../http/teller.ts';
import { plantEvent } from '../senders/event.ts';
import { type Fact, type FactOptions, stream } from '../senders/facts.ts';
import type { Sender } from '../senders/sender.ts';

export interface CrmOptions extends FactOptions {
  readonly url: string;
  readonly secret: string;
  /** Code of the customer, which is his reference in Odoo. */
  readonly customer: string;
  /** Every n-th order is sent again under its number, as people do who are not sure; 0 for none. */
  readonly resendEvery: number;
}

/** Days from the order to the one on which it is wanted. */
const WANTED_DAYS = 14;

export const customerPoOf = ({ run }: FactOptions, { number }: Pick<Fact, 'number'>): string => `PO-${run}-${number}`;

/** `sending` tells two sendings of one order apart; what they say is the same. */
export function orderOf(options: CrmOptions, fact: Fact, sending = 1): Readonly<Record<string, unknown>> {
  const { customer, material } = options;
  const wanted = new Date(Date.parse(fact.at) + WANTED_DAYS * 86_400_000).toISOString().slice(0, 10);
  return plantEvent(options, 'crm', {
    id: `${customerPoOf(options, fact)}-${sending}`,
    name: 'sales.order.committed',
    at: fact.at,
    version: '1.1.0',
    data: {
      customerId: customer,
      customerPo: customerPoOf(options, fact),
      lines: [
        {
          lineNo: '1',
          material: { materialDefinitionId: material },
          quantity: { value: fact.quantity, uom: 'C62' },
          wantedDate: wanted,
        },
      ],
    },
  });
}

export function startOrders(options: CrmOptions): Sender {
  const { url, secret } = options;
  const teller = startTeller();
  let isStopped = false;
  const tell = (body: string): Promise<void> => {
    const id = createHash('sha256').update(body).digest('hex').slice(0, 32);
    return teller.tell({ url, id, body, proof: { secret } });
  };
  const send = async (fact: Fact): Promise<void> => {
    if (fact.isPoison) return tell(`{"poison":${fact.number}`);
    await tell(JSON.stringify(orderOf(options, fact)));
    const isSentAgain = options.resendEvery > 0 && fact.number % options.resendEvery === 0;
    if (isSentAgain) await tell(JSON.stringify(orderOf(options, fact, 2)));
  };
  return {
    done: stream(options, send, () => isStopped).then((sent) => ({ sent, refused: teller.refused })),
    async stop() {
      isStopped = true;
      teller.stop();
    },
  };
}
