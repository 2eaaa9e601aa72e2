/** Chains, gaps and documents as the events that tell them. */
import { buildEvent } from '../canonical/build.ts';
import type { EventData, EventName } from '../canonical/registry.ts';
import type { Envelope } from '../envelope.ts';
import type { Hash, Result } from '../ports.ts';
import type { Chain, Gap, LotOf, Part } from './chain.ts';
import type { KeptGap } from './gap-book.ts';

export interface Teller {
  readonly enterprise: string;
  readonly site: string;
  readonly system: string;
  readonly hash: Hash;
}

export function tell<N extends EventName>(
  { enterprise, site, system, hash }: Teller,
  name: N,
  data: EventData<N>,
  now: string,
  origin?: string,
): Result<Envelope> {
  const attributes = {
    ...{ enterprise, site, system, time: now, recordedtime: now, timequality: 'synced' as const },
    ...{ sequence: { epoch: 0, counter: 0 } },
    ...(origin === undefined ? {} : { causationid: origin }),
  };
  return buildEvent(name, data, attributes, hash);
}

const material = (product: string) => ({ materialDefinitionId: product });
const lot = (one: LotOf) => ({ material: material(one.product), lotId: one.lot, isSerial: one.isSerial });
const part = ({ product, lot: of, quantity }: Part) => ({
  ...{ material: material(product), quantity },
  ...(of ? { lotId: of.lot } : {}),
});

export const chainData = ({ direction, levels, transformations, passages, packings, gaps }: Chain) => ({
  direction: direction === 'up' ? ('back' as const) : ('forward' as const),
  levels: levels.map((level) => level.map(lot)),
  transformations: transformations.map(({ order, at, inputs, outputs, removed }) => ({
    ...{ order, at, inputs: inputs.map(part), outputs: outputs.map(part) },
    ...(removed ? { removed: removed.map(part) } : {}),
  })),
  passages: passages.map((one) => ({ ...one, lot: lot(one.lot) })),
  packings: packings.map((one) => ({ ...one, part: part(one.part) })),
  gaps: gaps.map(words),
});

function words(gap: Gap): string {
  switch (gap.kind) {
    case 'no-inputs':
      return `${gap.order} made lot ${gap.lot.lot} of ${gap.lot.product} and used nothing`;
    case 'lot-missing':
      return `${gap.order} names no lot of ${gap.product}`;
    case 'origin-unknown':
      return `lot ${gap.lot.lot} of ${gap.lot.product} was neither made here nor received`;
    case 'cut-off':
      return `${gap.lots} more lots follow; ask for more levels`;
    default:
      return gap satisfies never;
  }
}

/** Of an order it is a task there; of goods that left on their lot; without a lot on the delivery. */
export function gapData({
  id,
  revision,
  state,
  kind,
  document,
  about,
  says,
  ...gap
}: KeptGap): EventData<'trace.gap.changed'> {
  const subject =
    about === 'order'
      ? { about: 'order' as const, operationsRequestId: document }
      : gap.lot
        ? { about: 'lot' as const, material: material(gap.lot.product), lot: { lotId: gap.lot.lot } }
        : { about: 'delivery' as const, deliveryId: document };
  return {
    ...{ gapId: id, revision, status: state === 'open' ? 'opened' : 'closed', kind, document },
    ...{ severity: about === 'order' ? 'minor' : 'major', description: state === 'open' ? says : `healed: ${says}` },
    ...subject,
  };
}
