/**
 * A chain as events of GS1 EPCIS 2.0 (JSON-LD binding): a transformation for each order, associations for a repair, an
 * observation for what came in and went out, an aggregation for each unit that was packed. The same chain gives the same event ids, so a repository that gets it twice holds it once.
 */
import type { Chain, Packing, Passage, Transformation } from './chain.ts';
import { compare, type EpcisOptions, fields, isEmpty, split, unitId, urn, when } from './epcis-names.ts';

export type { EpcisOptions } from './epcis-names.ts';

export interface EpcisEvent {
  readonly type: 'TransformationEvent' | 'ObjectEvent' | 'AggregationEvent' | 'AssociationEvent';
  readonly eventID: string;
  readonly eventTime: string;
  readonly eventTimeZoneOffset: string;
  readonly bizStep: string;
  readonly [field: string]: unknown;
}

export interface EpcisDocument {
  readonly '@context': readonly string[];
  readonly type: 'EPCISDocument';
  readonly schemaVersion: '2.0';
  readonly creationDate: string;
  readonly epcisBody: { readonly eventList: readonly EpcisEvent[] };
}

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

export function toEpcis(
  chain: Pick<Chain, 'transformations' | 'passages' | 'packings'>,
  options: EpcisOptions,
): EpcisDocument {
  const events = [
    ...chain.transformations.flatMap((one) =>
      one.removed ? repair(one, one.removed, options) : (transformation(one, options) ?? []),
    ),
    ...chain.passages.map((one) => observation(one, options)),
    ...packed(chain.packings).map((one) => aggregation(one, options)),
  ];
  return {
    '@context': [CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: options.now,
    epcisBody: { eventList: events.sort((one, other) => compare(one.eventTime, other.eventTime)) },
  };
}

/** The standard wants at least one input and one output; without inputs nothing is claimed. */
function transformation(one: Transformation, options: EpcisOptions): EpcisEvent | undefined {
  const [inputs, outputs] = [split(one.inputs, options), split(one.outputs, options)];
  if (isEmpty(inputs) || isEmpty(outputs)) return undefined;
  const order = urn(options, 'order', one.order);
  return {
    type: 'TransformationEvent',
    eventID: urn(options, 'event', 'transformation', one.order, one.at),
    ...when(one.at),
    ...fields('input', inputs),
    ...fields('output', outputs),
    transformationID: order,
    bizStep: 'commissioning',
    bizTransactionList: [{ type: 'prodorder', bizTransaction: order }],
  };
}

function observation({ kind, lot, quantity, at, document }: Passage, options: EpcisOptions): EpcisEvent {
  const { instances, classes } = split([{ lot, product: lot.product, quantity }], options);
  return {
    type: 'ObjectEvent',
    eventID: urn(options, 'event', kind, document, lot.product, lot.lot),
    ...when(at),
    action: 'OBSERVE',
    epcList: instances,
    ...(classes.length > 0 ? { quantityList: classes } : {}),
    bizStep: kind === 'shipped' ? 'shipping' : 'receiving',
    disposition: kind === 'shipped' ? 'in_transit' : 'in_progress',
    bizTransactionList: [
      { type: kind === 'shipped' ? 'desadv' : 'recadv', bizTransaction: urn(options, 'document', document) },
    ],
  };
}

/** Parts are installed in what was repaired, and removed from it; it is the same thing as before. */
function repair(one: Transformation, removed: Transformation['inputs'], options: EpcisOptions): EpcisEvent[] {
  const [parent] = split(one.outputs, options).instances;
  if (parent === undefined) return [];
  const steps = [
    ['DELETE', 'removing', removed],
    ['ADD', 'installing', one.inputs],
  ] as const;
  return steps.flatMap(([action, bizStep, parts]) => {
    const children = split(parts, options);
    if (isEmpty(children)) return [];
    return [
      {
        type: 'AssociationEvent',
        eventID: urn(options, 'event', bizStep, one.order, one.at),
        ...when(one.at),
        ...{ action, parentID: parent, ...fields('child', children), bizStep },
        bizTransactionList: [{ bizTransaction: urn(options, 'order', one.order) }],
      } satisfies EpcisEvent,
    ];
  });
}

type Packed = Omit<Packing, 'part'> & { readonly parts: readonly Packing['part'][] };

/** What one document put into one unit is one event. */
function packed(packings: readonly Packing[]): readonly Packed[] {
  const units = new Map<string, Packed>();
  for (const { part, ...one } of packings) {
    const key = JSON.stringify([one.unit, one.document]);
    const before = units.get(key);
    units.set(key, { ...one, ...before, parts: [...(before?.parts ?? []), part] });
  }
  return [...units.values()];
}

function aggregation({ unit, parts, at, document }: Packed, options: EpcisOptions): EpcisEvent {
  return {
    type: 'AggregationEvent',
    eventID: urn(options, 'event', 'packing', document, unit),
    ...when(at),
    ...{ action: 'ADD', parentID: unitId(unit, options), ...fields('child', split(parts, options)) },
    ...{ bizStep: 'packing', disposition: 'in_progress' },
    bizTransactionList: [{ bizTransaction: urn(options, 'document', document) }],
  };
}
