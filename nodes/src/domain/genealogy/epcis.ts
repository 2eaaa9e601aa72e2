/**
 * A chain as events of GS1 EPCIS 2.0 (JSON-LD binding): a transformation for each order, an observation for what came in
 * and went out. The same chain gives the same event ids, so a repository that gets it twice holds it once.
 */
import type { Chain, LotOf, Part, Passage, Transformation } from './chain.ts';

export interface EpcisOptions {
  /** Names our own identifiers where a product has no GTIN: `urn:plantwire:<enterprise>:…`. */
  readonly enterprise: string;
  /** GTIN of a product, 14 digits, where it has one. */
  readonly gtinOf: (product: string) => string | undefined;
  /** UN/ECE Rec 20 code of a product's unit; undefined for what is counted by pieces, as the standard has it. */
  readonly uomOf?: (product: string) => string | undefined;
  /** RFC 3339: when the document is made. */
  readonly now: string;
}

interface EpcisQuantity {
  readonly epcClass: string;
  readonly quantity: number;
  readonly uom?: string;
}

interface EpcisEvent {
  readonly type: 'TransformationEvent' | 'ObjectEvent';
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

export function toEpcis(chain: Chain, options: EpcisOptions): EpcisDocument {
  const events = [
    ...chain.transformations.flatMap((one) => transformation(one, options) ?? []),
    ...chain.passages.map((one) => observation(one, options)),
  ];
  return {
    '@context': [CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: options.now,
    epcisBody: { eventList: events.sort((one, other) => compare(one.eventTime, other.eventTime)) },
  };
}

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

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

const when = (at: string) => ({ eventTime: at, eventTimeZoneOffset: '+00:00' });

interface Identified {
  /** Serial numbers: each stands for one piece. */
  readonly instances: readonly string[];
  readonly classes: readonly EpcisQuantity[];
}

const isEmpty = ({ instances, classes }: Identified): boolean => instances.length + classes.length === 0;

const fields = (side: 'input' | 'output', { instances, classes }: Identified) => ({
  ...(instances.length > 0 ? { [`${side}EPCList`]: instances } : {}),
  ...(classes.length > 0 ? { [`${side}QuantityList`]: classes } : {}),
});

function split(parts: readonly Part[], options: EpcisOptions): Identified {
  const instances = parts.flatMap(({ lot }) => (lot?.isSerial ? [identifier(lot, options)] : []));
  const classes = parts
    .filter(({ lot }) => !lot?.isSerial)
    .map(({ lot, product, quantity }) => {
      const uom = options.uomOf?.(product);
      const epcClass = lot ? identifier(lot, options) : productClass(product, options);
      return { epcClass, quantity: Number(quantity), ...(uom === undefined ? {} : { uom }) };
    });
  return { instances: [...new Set(instances)], classes };
}

/** GS1 Digital Link where there is a GTIN (AI 01 with 10 for a lot, 21 for a serial number), else a name of ours. */
function identifier({ product, lot, isSerial }: LotOf, options: EpcisOptions): string {
  const gtin = options.gtinOf(product);
  if (gtin === undefined) return urn(options, isSerial ? 'serial' : 'lot', product, lot);
  return `https://id.gs1.org/01/${gtin}/${isSerial ? '21' : '10'}/${encodeURIComponent(lot)}`;
}

function productClass(product: string, options: EpcisOptions): string {
  const gtin = options.gtinOf(product);
  return gtin === undefined ? urn(options, 'product', product) : `https://id.gs1.org/01/${gtin}`;
}

const urn = ({ enterprise }: EpcisOptions, ...parts: readonly string[]): string =>
  `urn:plantwire:${[enterprise, ...parts].map(encodeURIComponent).join(':')}`;
