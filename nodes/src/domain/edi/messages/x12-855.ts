/** X12 855, purchase order acknowledgement. */
import { at, is, loop, type MessageMap, must, pair, required, segment } from '../message-map.ts';

/** What the supplier says about a line. Substitutes and holds are for a person: their codes are refused by name. */
const LINE_STATUS = {
  IA: 'accepted',
  IE: 'accepted',
  IC: 'changed',
  AC: 'changed',
  DR: 'changed',
  IP: 'changed',
  IQ: 'changed',
  IB: 'backordered',
  BP: 'backordered',
  IR: 'rejected',
  ID: 'rejected',
} as const;

/** What the whole answer says; AT and AK need no lines to say it. A hold, a counter offer and what partners agree on their own are for a person, too. */
const KIND = {
  AT: 'accepted-whole',
  AD: 'accepted',
  AK: 'accepted-whole',
  AC: 'changed',
  AE: 'changed',
  RD: 'rejected',
  RF: 'rejected',
  RJ: 'rejected',
} as const;

export const orderAcknowledgement855: MessageMap = {
  standard: 'x12',
  type: '855',
  group: 'PR',
  rules: [
    required(
      segment('BAK', {
        purpose: must(1, 1, { codes: { '00': 'original', '05': 'replace', '06': 'original', '11': 'original' } }),
        kind: must(2, 1, { codes: KIND }),
        poId: must(3),
        date: must(4, 1, { as: 'date' }),
        responseId: at(8),
        responded: at(9, 1, { as: 'date' }),
      }),
    ),
    segment('CUR', { currency: at(2) }),
    loop('suppliers', segment('N1', { name: at(2), id: at(4) }, [is(1, 'SU', 'SE', 'VN')])),
    loop(
      'lines',
      segment('PO1', {
        line: at(1),
        ordered: at(2, 1, { as: 'number' }),
        orderedUnit: at(3),
        price: at(4, 1, { as: 'number' }),
        priceKind: at(5),
        buyerItem: pair(6, 'BP', 'IN'),
        supplierItem: pair(6, 'VP', 'VN'),
        gtin: pair(6, 'UK', 'UP', 'EN'),
      }),
      [
        loop(
          'answers',
          segment('ACK', {
            status: must(1, 1, { codes: LINE_STATUS }),
            quantity: at(2, 1, { as: 'number' }),
            unit: at(3),
            dateKind: at(4),
            date: at(5, 1, { as: 'date' }),
          }),
          [segment('DTM', { delivery: must(2, 1, { as: 'date' }) }, [is(1, '067', '068', '017', '002')])],
        ),
        loop(
          'schedule',
          segment('SCH', {
            quantity: must(1, 1, { as: 'number' }),
            unit: at(2),
            dateKind: at(5),
            date: at(6, 1, { as: 'date' }),
          }),
        ),
      ],
    ),
    segment('CTT', { lines: at(1, 1, { as: 'number' }) }),
  ],
};
