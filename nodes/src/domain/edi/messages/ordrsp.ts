/** EDIFACT ORDRSP (D.96A, D.01B). */
import { at, coded, is, loop, type MessageMap, must, required, segment } from '../message-map.ts';

const LINE_ACTION = {
  '5': 'accepted',
  '4': 'accepted',
  '3': 'changed',
  '6': 'changed',
  '7': 'rejected',
  '2': 'rejected',
};

export const orderResponse: MessageMap = {
  standard: 'edifact',
  type: 'ORDRSP',
  group: '',
  rules: [
    required(
      segment('BGM', {
        responseId: must(2),
        verdict: at(3, 1, {
          codes: { '29': 'accepted', '27': 'rejected', '4': 'changed', '9': 'original', '5': 'replace' },
        }),
      }),
    ),
    segment('DTM', { date: must(1, 2, { as: 'dtm' }) }, [is(1, '137')]),
    segment('CUX', { currency: at(1, 2) }, [is(1, '2')]),
    loop('orders', segment('RFF', { poId: must(1, 2) }, [is(1, 'ON')])),
    loop('suppliers', segment('NAD', { id: at(2), name: at(4) }, [is(1, 'SU', 'SE')])),
    loop(
      'lines',
      segment('LIN', { line: at(1), status: at(2, 1, { codes: LINE_ACTION }), item: at(3), itemKind: at(3, 2) }),
      [
        segment('PIA', { buyerItem: coded(2, 'IN', 'BP'), supplierItem: coded(2, 'SA') }, [is(1, '1')]),
        segment('PIA', { buyerItem: coded(2, 'IN', 'BP'), supplierItem: coded(2, 'SA') }, [is(1, '5')]),
        segment('QTY', { quantity: must(1, 2, { as: 'number' }), unit: at(1, 3) }, [is(1, '113', '12')]),
        segment('QTY', { ordered: must(1, 2, { as: 'number' }), orderedUnit: at(1, 3) }, [is(1, '21')]),
        segment('QTY', { backordered: must(1, 2, { as: 'number' }), backorderedUnit: at(1, 3) }, [is(1, '83')]),
        segment('DTM', { promised: must(1, 2, { as: 'dtm' }) }, [is(1, '69', '67', '17')]),
        segment('PRI', { price: must(1, 2, { as: 'number' }), priceBasis: at(1, 5, { as: 'number' }) }, [is(1, 'AAA')]),
        segment('RFF', { poId: must(1, 2), orderLine: at(1, 3) }, [is(1, 'ON')]),
      ],
    ),
    segment('CNT', { lines: must(1, 2, { as: 'number' }) }, [is(1, '2')]),
  ],
};
