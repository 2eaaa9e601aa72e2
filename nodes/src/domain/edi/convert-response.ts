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

export const orderAcknowledgement: Converter = (source) => {
  const { tree } = source;
  const lines = branches(tree, 'lines');
  const isRefused = tree.values.kind === 'RD' || tree.values.kind === 'RJ';
  const answers = lines.flatMap((line): (Record<string, unknown> | EdiFault)[] => {
    const { values } = line;
    if (values.line === undefined) return [lineless(line)];
    const head = given({ lineNo: values.line, ...itemOf(values), price: values.price });
    const said = branches(line, 'answers');
    const ordered = values.ordered === undefined ? undefined : quantityOf(values.ordered, values.orderedUnit);
    if (said.length === 0) return [given({ ...head, status: isRefused ? 'rejected' : 'accepted', quantity: ordered })];
    return said.map(({ values: answer }) => {
      const quantity =
        answer.quantity === undefined ? ordered : quantityOf(answer.quantity, answer.unit ?? values.orderedUnit);
      return given({ ...head, status: answer.status, quantity, promisedDate: answer.date });
    });
  });
  return confirmed(
    source,
    tree.values.poId,
    tree.values.responseId,
    answers,
    countFault(source, lines.length),
    isRefused,
  );
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
    const head = given({ lineNo, ...itemOf(codesOf(values)), price: values.price });
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
  return confirmed(source, poIds[0], tree.values.responseId, answers, faults, verdict === 'rejected');
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

function confirmed(
  { transaction, interchange, tree }: Source,
  poId: string | undefined,
  responseId: string | undefined,
  answers: readonly (Record<string, unknown> | EdiFault)[],
  more: readonly EdiFault[],
  isRefused: boolean,
): Converted {
  const head = transaction.segments[1] ?? { tag: transaction.type, position: 1 };
  const place = { segment: head.tag, position: head.position };
  const faults = [...answers.filter((one): one is Record<string, unknown> & EdiFault => 'reason' in one), ...more];
  const lines = answers.filter((one) => !('reason' in one));
  if (poId === undefined)
    return { events: [], faults: [...faults, faultAt(place, 'segment-missing', 'no purchase order is named')] };
  if (lines.length === 0 && faults.length === 0 && !isRefused) {
    return { events: [], faults: [faultAt(place, 'segment-missing', 'no line is given')] };
  }
  const data = {
    supplierId: supplierOf(tree, interchange),
    poId,
    // Who gives the answer no number has sent it under the numbers of the envelope.
    responseId: responseId ?? `${interchange.control}.${transaction.control}`,
    verdict: isRefused ? 'rejected' : 'answered',
    lines,
  };
  return { events: [{ type: 'purchase.order.confirmed', data }], faults };
}

const lineless = (line: Branch): EdiFault => faultAt(line, 'element-missing', 'no line number is given');

const severalOrders = ({ transaction }: Source, poIds: readonly string[]): EdiFault =>
  faultAt(
    { segment: 'RFF', position: transaction.segments.find(({ tag }) => tag === 'RFF')?.position ?? 1 },
    'hierarchy',
    `it answers several purchase orders (${poIds.join(', ')}); one message answers one`,
  );
