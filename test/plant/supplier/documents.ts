/** Messages of a supplier as partners write them: X12, EDIFACT and lists. The same facts always give the same text. */
export interface Goods {
  readonly line: number;
  /** The buyer's own code. */
  readonly item: string;
  readonly quantity: number;
  /** `piece` or `kilogram`: each document has its own word. */
  readonly unit: 'piece' | 'kilogram';
  readonly lot?: string;
}

export interface Shipment {
  readonly order: string;
  /** Number of the despatch advice. */
  readonly advice: string;
  readonly purpose: 'original' | 'replace';
  /** Control number of the interchange. */
  readonly control: number;
  /** YYYY-MM-DD */
  readonly sent: string;
  readonly arrives: string;
  readonly goods: readonly Goods[];
}

export interface Answer extends Pick<Shipment, 'order' | 'control' | 'sent' | 'goods'> {
  readonly number: string;
  readonly promised: string;
}

export const SUPPLIER = 'S-100';
const UNITS = {
  piece: { x12: 'EA', edifact: 'PCE', list: 'C62' },
  kilogram: { x12: 'KG', edifact: 'KGM', list: 'KGM' },
} as const;
const digits = (day: string): string => day.replaceAll('-', '');

/** 856: one pack per line, each with its label. */
export function x12Advice(shipment: Shipment): string {
  const { order, advice, purpose, sent, arrives, goods } = shipment;
  const levels = goods.flatMap((one, index) => [
    `HL*${index + 3}*2*I`,
    `LIN*${one.line}*BP*${one.item}${one.lot === undefined ? '' : `*LT*${one.lot}`}`,
    `SN1*${one.line}*${one.quantity}*${UNITS[one.unit].x12}`,
  ]);
  return x12(shipment, 'SH', '856', [
    `BSN*${purpose === 'replace' ? '05' : '00'}*${advice}*${digits(sent)}*080000*0001`,
    ...['HL*1**S', 'TD5**2*UPSN', `DTM*017*${digits(arrives)}`, `N1*SU*NORDMETALL*92*${SUPPLIER}`],
    ...['HL*2*1*O', `PRF*${order}`, ...levels, `CTT*${goods.length + 2}`],
  ]);
}

/** 855: every line as ordered, on one day. */
export function x12Answer(answer: Answer): string {
  const { order, number, sent, promised, goods } = answer;
  return x12(answer, 'PR', '855', [
    `BAK*00*AC*${order}*${digits(sent)}****${number}*${digits(sent)}`,
    `N1*SE*NORDMETALL*92*${SUPPLIER}`,
    ...goods.flatMap(({ line, item, quantity, unit }) => [
      `PO1*${line}*${quantity}*${UNITS[unit].x12}***BP*${item}`,
      `ACK*IA*${quantity}*${UNITS[unit].x12}*068*${digits(promised)}`,
    ]),
    `CTT*${goods.length}`,
  ]);
}

function x12(
  { control, sent }: Pick<Shipment, 'control' | 'sent'>,
  group: string,
  set: string,
  body: readonly string[],
) {
  const day = digits(sent);
  const number = String(control).padStart(9, '0');
  const parties = `*ZZ*${'NORDMETALL'.padEnd(15)}*ZZ*${'ACMEMUC1'.padEnd(15)}`;
  return [
    `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}${parties}*${day.slice(2)}*0800*U*00401*${number}*0*P*>`,
    `GS*${group}*NORDMETALL*ACMEMUC1*${day}*0800*${control}*X*004010`,
    ...[`ST*${set}*0001`, ...body, `SE*${body.length + 2}*0001`],
    ...[`GE*1*${control}`, `IEA*1*${number}`],
  ]
    .map((segment) => `${segment}~\n`)
    .join('');
}

/** DESADV D.96A */
export function edifactAdvice({ order, advice, purpose, control, sent, arrives, goods }: Shipment): string {
  const body = [
    ...['UNH+1+DESADV:D:96A:UN:EAN005', `BGM+351+${advice}+${purpose === 'replace' ? 5 : 9}`],
    ...[`DTM+137:${digits(sent)}:102`, `DTM+17:${digits(arrives)}:102`, `RFF+ON:${order}`, `NAD+SU+${SUPPLIER}::92`],
    'CPS+1',
    ...goods.flatMap(({ line, item, quantity, unit, lot }) => [
      ...[`LIN+${line}++${item}:IN`, `QTY+12:${quantity}:${UNITS[unit].edifact}`],
      ...(lot === undefined ? [] : [`GIN+BX+${lot}`]),
    ]),
  ];
  const head = `UNB+UNOC:3+NORDMETALL:ZZ+ACMEMUC1:ZZ+${digits(sent).slice(2)}:0800+${control}`;
  return [head, ...body, `UNT+${body.length + 1}+1`, `UNZ+1+${control}`].map((segment) => `${segment}'\n`).join('');
}

const rows = (heading: string, lines: readonly (readonly (string | number)[])[]): string =>
  [heading, ...lines.map((fields) => fields.join(';'))].map((line) => `${line}\r\n`).join('');

export const listAdvice = ({ order, advice, purpose, sent, arrives, goods }: Shipment): string =>
  rows(
    'Supplier;Advice;Purpose;Order;Shipped;Arrives;Carrier;Label;Line;Item;Quantity;Unit;Lot',
    goods.map(({ line, item, quantity, unit, lot = '' }) => [
      ...[SUPPLIER, advice, purpose, order, sent, arrives, 'UPSN', ''],
      ...[line, item, quantity, UNITS[unit].list, lot],
    ]),
  );

export const listAnswer = ({ order, number, promised, goods }: Answer): string =>
  rows(
    'Supplier;Answer;Order;Line;Status;Item;Quantity;Unit;Promised;Price;Remark',
    goods.map(({ line, item, quantity, unit }) => [
      ...[SUPPLIER, number, order, line, 'accepted', item, quantity, UNITS[unit].list, promised, '', ''],
    ]),
  );

/** What the dock counted: a list of the buyer's own. */
export const listReceipt = ({ order, advice, goods }: Pick<Shipment, 'order' | 'advice' | 'goods'>): string =>
  rows(
    'Receipt;Order;Supplier;Advice;Line;Item;Quantity;Unit;Lot;Label',
    goods.map(({ line, item, quantity, unit, lot = '' }) => [
      ...[`GR-${advice}`, order, SUPPLIER, advice, line, item, quantity, UNITS[unit].list, lot, ''],
    ]),
  );
