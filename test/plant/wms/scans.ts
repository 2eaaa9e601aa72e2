/** Scanners of a warehouse: pallets at a staging place, each told until it is answered. */
import { startTeller } from '../http/teller.ts';
import { plantEvent } from '../senders/event.ts';
import type { Fact, FactOptions } from '../senders/facts.ts';
import { stream } from '../senders/facts.ts';
import type { Sender } from '../senders/sender.ts';

export interface ScanOptions extends FactOptions {
  readonly url: string;
  readonly key: string;
  /** Code of the place where the goods are put. */
  readonly place: string;
  /** Code of the place they come from. */
  readonly from: string;
  readonly lot: string;
}

/** Without a delivery: what one scanner sees is a movement, whoever it is for. */
export function scanOf(options: ScanOptions, fact: Fact): Readonly<Record<string, unknown>> {
  return plantEvent(options, 'wms', {
    id: fact.transactionId,
    name: 'shipment.staged',
    at: fact.at,
    data: {
      scanId: fact.transactionId,
      locationId: options.place,
      fromLocationId: options.from,
      items: [
        {
          material: { materialDefinitionId: options.material },
          lot: { lotId: options.lot },
          quantity: { value: fact.quantity, uom: 'C62' },
        },
      ],
    },
  });
}

export function startScanners(options: ScanOptions): Sender {
  const { url, key } = options;
  const teller = startTeller();
  let isStopped = false;
  const send = (fact: Fact): Promise<void> => {
    const body = fact.isPoison ? `{"poison":${fact.number}` : JSON.stringify(scanOf(options, fact));
    return teller.tell({ url, id: fact.transactionId, body, proof: { key } });
  };
  return {
    done: stream(options, send, () => isStopped).then((sent) => ({ sent, refused: teller.refused })),
    async stop() {
      isStopped = true;
      teller.stop();
    },
  };
}
