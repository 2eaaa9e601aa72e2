/** 856 and DESADV → one despatch advice per purchase order it delivers. */
import {
  branches,
  type Converted,
  type Converter,
  faultAt,
  given,
  itemOf,
  quantityOf,
  type Source,
  supplierOf,
} from './convert.ts';
import type { EdiFault } from './fault.ts';
import type { Branch } from './message-map.ts';

interface Line {
  readonly poId: string;
  readonly sscc?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

type Found = Line | EdiFault;

export const shipNotice: Converter = (source) => {
  const found = branches(source.tree, 'shipments').flatMap((shipment) =>
    branches(shipment, 'orders').flatMap((order) => [
      ...branches(order, 'tares').flatMap((tare) => [
        ...branches(tare, 'packs').flatMap((pack) => items856(order, pack, pack.values.sscc ?? tare.values.sscc)),
        ...items856(order, tare, tare.values.sscc),
      ]),
      ...branches(order, 'packs').flatMap((pack) => items856(order, pack, pack.values.sscc)),
      ...items856(order, order, undefined),
    ]),
  );
  const [shipment] = branches(source.tree, 'shipments');
  const { eta, shipped, carrier, routing } = shipment?.values ?? {};
  const supplier = supplierOf(shipment ?? source.tree, source.interchange);
  return advices(
    source,
    found,
    given({ supplierId: supplier, eta, shipped, carrier: carrier ?? routing }),
    poIds856(source),
  );
};

const poIds856 = ({ tree }: Source): readonly string[] =>
  branches(tree, 'shipments').flatMap((shipment) =>
    branches(shipment, 'orders').flatMap(({ values }) => values.poId ?? []),
  );

function items856(order: Branch, holder: Branch, sscc: string | undefined): readonly Found[] {
  return branches(holder, 'items').flatMap((item): Found[] => {
    const { values } = item;
    const code = itemOf(values);
    if (!code) return [nameless(item)];
    const [pack] = branches(item, 'packs');
    const lot = lotOf(values.lot ?? values.lotReference, values.expiry, values.serial);
    const data = given({
      lineNo: values.orderLine ?? values.line,
      ...code,
      quantity: quantityOf(values.quantity ?? '0', values.unit),
      lot,
    });
    return [{ poId: order.values.poId ?? '', sscc: values.sscc ?? pack?.values.sscc ?? sscc, data }];
  });
}

export const despatch: Converter = (source) => {
  const { tree } = source;
  const headers = branches(tree, 'orders').flatMap(({ values }) => values.poId ?? []);
  const packs = branches(tree, 'packs');
  const found = packs.flatMap((pack) => {
    const sscc = pack.values.sscc ?? branches(pack, 'marks')[0]?.values.sscc;
    return branches(pack, 'items').flatMap((item) => itemsDesadv(item, sscc, headers));
  });
  const { eta, shipped } = tree.values;
  const supplierId = supplierOf(tree, source.interchange);
  const head = given({ supplierId, eta: eta?.slice(0, 10), shipped: shipped?.slice(0, 10) });
  return advices(source, found, head, headers);
};

/** A line with batches is one line of ours per batch; quantities of batches must make up the line. */
function itemsDesadv(item: Branch, sscc: string | undefined, headers: readonly string[]): readonly Found[] {
  const { values } = item;
  const isGtin = values.itemKind === 'EN' || values.itemKind === 'SRV' || values.itemKind === 'UP';
  const own = values.itemKind === 'IN' || values.itemKind === 'BP' ? values.item : undefined;
  const theirs = values.itemKind === 'SA' ? values.item : undefined;
  const code = itemOf({
    buyerItem: values.buyerItem ?? own,
    supplierItem: values.supplierItem ?? theirs,
    gtin: isGtin ? values.item : undefined,
  });
  if (!code) return [nameless(item)];
  const poId = values.poId ?? (headers.length === 1 ? headers[0] : undefined);
  if (poId === undefined) return [faultAt(item, 'segment-missing', 'no purchase order is named (RFF with ON)')];
  const line = (quantity: string, unit: string | undefined, lot: Record<string, unknown> | undefined): Line => ({
    poId,
    sscc,
    data: given({ lineNo: values.orderLine ?? values.line, ...code, quantity: quantityOf(quantity, unit), lot }),
  });
  const batches = branches(item, 'batches').filter((batch) => batch.values.quantity !== undefined);
  if (batches.length > 0) {
    return batches.map(({ values: of }) =>
      line(of.quantity ?? '0', of.unit ?? values.unit, lotOf(of.lot, of.expiry ?? values.expiry)),
    );
  }
  const [only] = branches(item, 'batches');
  const lot = values.lot ?? only?.values.lot ?? values.batch;
  return [line(values.quantity ?? '0', values.unit, lotOf(lot, values.expiry ?? only?.values.expiry))];
}

function lotOf(lotId: string | undefined, expiry?: string, serial?: string): Record<string, unknown> | undefined {
  const id = lotId ?? serial;
  return id === undefined ? undefined : given({ lotId: id, expiry: expiry?.slice(0, 10), serial });
}

const nameless = (item: Branch): EdiFault => faultAt(item, 'element-missing', 'no item code is given');

/** A withdrawn advice needs no lines; every other one says what comes. */
function advices(
  { tree, interchange, transaction }: Source,
  found: readonly Found[],
  head: Readonly<Record<string, unknown>>,
  named: readonly string[],
): Converted {
  const faults = found.filter((one): one is EdiFault => 'reason' in one);
  const lines = found.filter((one): one is Line => 'data' in one);
  const purpose = tree.values.purpose ?? 'original';
  const orders = [...new Set([...lines.map(({ poId }) => poId), ...(purpose === 'cancel' ? named : [])])];
  if (orders.length === 0 && faults.length === 0) {
    return {
      events: [],
      faults: [{ code: 'segment-missing', segment: 'LIN', position: 1, reason: 'no line is given' }],
    };
  }
  const events = orders.map((poId) => ({
    type: 'purchase.asn.received' as const,
    data: given({
      ...head,
      despatchAdviceId: tree.values.despatchAdviceId,
      purpose,
      // An advice is changed more than once under its own number.
      revision: purpose === 'original' ? undefined : `${interchange.control}.${transaction.control}`,
      poId,
      logisticUnits: unitsOf(lines.filter((line) => line.poId === poId)),
    }),
  }));
  return { events, faults };
}

/** In the order of the message, lines of one label together. */
function unitsOf(lines: readonly Line[]): readonly Record<string, unknown>[] {
  const labels = [...new Set(lines.map(({ sscc }) => sscc))];
  return labels.map((sscc) =>
    given({ sscc, lines: lines.filter((line) => line.sscc === sscc).map(({ data }) => data) }),
  );
}
