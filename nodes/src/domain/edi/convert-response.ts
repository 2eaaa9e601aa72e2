/** 855 and ORDRSP → what the supplier promises for each line of one purchase order. */
import {
  branches,
  type Converted,
  type Converter,
  countFault,
  faultAt,
  given,
  itemOf,
  quantityOf,
  type Source,
  supplierOf,
} from './convert.ts';
import type { EdiFault } from './fault.ts';
import type { Branch } from './message-map.ts';
import { portionsOf } from './portions-855.ts';

export const orderAcknowledgement: Converter = (source) => {
  const { tree } = source;
  const lines = branches(tree, 'lines');
  const isAccepted = tree.values.kind === 'accepted-whole';
  const kind = isAccepted ? 'accepted' : (tree.values.kind ?? 'accepted');
  const answers = lines.flatMap((line): readonly (Record<string, unknown> | EdiFault)[] => {
    const { values } = line;
    if (values.line === undefined) return [lineless(line)];
    const priceBasis = BASES[values.priceKind ?? ''];
    const head = given({ lineNo: values.line, ...itemOf(values), ...pricedAt(values.price, priceBasis) });
    return portionsOf(line, kind).map(({ status, quantity, unit, date }) =>
      given({
        ...head,
        status,
        quantity: quantity === undefined ? undefined : quantityOf(quantity, unit ?? values.orderedUnit),
        promisedDate: date,
      }),
    );
  });
  const counted = countFault(source, lines.length);
  const said: Whole | undefined = isAccepted ? 'accepted' : kind === 'rejected' ? 'rejected' : undefined;
  return confirmed(source, tree.values.poId, answers, counted, said);
};

export const orderResponseOf: Converter = (source) => {
  const { tree } = source;
  const { verdict } = tree.values;
  const lines = branches(tree, 'lines');
  const headers = branches(tree, 'orders').flatMap(({ values }) => values.poId ?? []);
  const poIds = [...new Set([...headers, ...lines.flatMap(({ values }) => values.poId ?? [])])];
  const answers = lines.flatMap((line): (Record<string, unknown> | EdiFault)[] => {
    const { values } = line;
    const lineNo = values.orderLine ?? values.line;
    if (lineNo === undefined) return [lineless(line)];
    const head = given({ lineNo, ...itemOf(codesOf(values)), ...pricedAt(values.price, values.priceBasis) });
    const status = values.status ?? (verdict === 'rejected' || verdict === 'accepted' ? verdict : 'changed');
    const [value, unit] =
      values.quantity === undefined ? [values.ordered, values.orderedUnit] : [values.quantity, values.unit];
    const quantity = value === undefined ? undefined : quantityOf(value, unit);
    const promisedDate = values.promised?.slice(0, 10);
    const own = given({ ...head, status, quantity, promisedDate });
    if (values.backordered === undefined) return [own];
    const rest = quantityOf(values.backordered, values.backorderedUnit);
    return [own, given({ ...head, status: 'backordered', quantity: rest })];
  });
  const many = poIds.length > 1 ? [severalOrders(source, poIds)] : [];
  const faults = [...countFault(source, lines.length), ...many];
  const said = verdict === 'accepted' || verdict === 'rejected' ? verdict : undefined;
  return confirmed(source, poIds[0], answers, faults, said);
};

function codesOf(values: Readonly<Record<string, string>>) {
  const is = (...kinds: readonly string[]): string | undefined =>
    kinds.includes(values.itemKind ?? '') ? values.item : undefined;
  return {
    buyerItem: values.buyerItem ?? is('IN', 'BP'),
    supplierItem: values.supplierItem ?? is('SA'),
    gtin: is('EN', 'SRV', 'UP'),
  };
}

/** What the standards let a message say of the whole order without any line: 855 AT, AK and refusals, ORDRSP 29 and 27. */
type Whole = 'accepted' | 'rejected';

function confirmed(
  { transaction, interchange, tree }: Source,
  poId: string | undefined,
  answers: readonly (Record<string, unknown> | EdiFault)[],
  more: readonly EdiFault[],
  said: Whole | undefined,
): Converted {
  const head = transaction.segments[1] ?? { tag: transaction.type, position: 1 };
  const place = { segment: head.tag, position: head.position };
  const faults = [...answers.filter((one): one is Record<string, unknown> & EdiFault => 'reason' in one), ...more];
  const lines = answers.filter((one) => !('reason' in one));
  if (poId === undefined)
    return { events: [], faults: [...faults, faultAt(place, 'segment-missing', 'no purchase order is named')] };
  if (lines.length === 0 && faults.length === 0 && said === undefined) {
    const reason = 'no line is given, and nothing is said of the whole order';
    return { events: [], faults: [faultAt(place, 'segment-missing', reason)] };
  }
  const data = {
    supplierId: supplierOf(tree, interchange),
    poId,
    // Who gives the answer no number has sent it under the numbers of the envelope.
    responseId: tree.values.responseId ?? `${interchange.control}.${transaction.control}`,
    ...given({ issuedDate: issuedOn(tree.values), currency: currencyIn(tree.values) }),
    // A replacement may keep the number of what it replaces.
    ...(isReplacement(tree.values) ? { revision: interchange.control } : {}),
    // Beside lines an acceptance says nothing that they do not say better.
    verdict: said === 'accepted' && lines.length > 0 ? 'answered' : (said ?? 'answered'),
    lines,
  };
  return { events: [{ type: 'purchase.order.confirmed', data }], faults };
}

/** How many of the unit a price is for, by code 639 of X12; every other code speaks of one, or of what kind of price it is. */
const BASES: Readonly<Record<string, string>> = { HP: '100', TP: '1000' };

/** Some write a basis of zero for none. */
const pricedAt = (price: string | undefined, basis: string | undefined) => ({
  price,
  ...(basis === undefined || Number(basis) === 0 ? {} : { priceBasis: basis }),
});

type Values = Readonly<Record<string, string>>;

const issuedOn = ({ responded, date, purpose }: Values): string | undefined =>
  // The date of an 855 is that of the order; that of its answer stands apart.
  (purpose === undefined ? date : responded)?.slice(0, 10);

const isReplacement = ({ purpose, verdict }: Values): boolean => purpose === 'replace' || verdict === 'replace';

const currencyIn = ({ currency }: Values): string | undefined =>
  currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : undefined;

const lineless = (line: Branch): EdiFault => faultAt(line, 'element-missing', 'no line number is given');

const severalOrders = ({ transaction }: Source, poIds: readonly string[]): EdiFault =>
  faultAt(
    { segment: 'RFF', position: transaction.segments.find(({ tag }) => tag === 'RFF')?.position ?? 1 },
    'hierarchy',
    `it answers several purchase orders (${poIds.join(', ')}); one message answers one`,
  );
