/** X12 856, ship notice: shipment, order, tare or pack, item, in the nesting that the partner uses. */
import { at, is, level, loop, type MessageMap, must, pair, type Rule, required, segment } from '../message-map.ts';

const item = (below: readonly Rule[]) =>
  level(
    'items',
    ['I'],
    [
      required(
        segment('LIN', {
          line: at(1),
          buyerItem: pair(2, 'BP', 'IN'),
          supplierItem: pair(2, 'VP', 'VN'),
          gtin: pair(2, 'UK', 'UP', 'EN'),
          lot: pair(2, 'LT'),
          orderLine: pair(2, 'PL'),
        }),
      ),
      required(segment('SN1', { quantity: must(2, 1, { as: 'number' }), unit: must(3) })),
      segment('REF', { lotReference: must(2) }, [is(1, 'LT')]),
      segment('REF', { serial: must(2) }, [is(1, 'SE')]),
      segment('MAN', { sscc: must(2) }, [is(1, 'GM')]),
      segment('DTM', { expiry: must(2, 1, { as: 'date' }) }, [is(1, '036')]),
      ...below,
    ],
  );

const sscc = segment('MAN', { sscc: must(2) }, [is(1, 'GM')]);
/** The pack below its item, in partners' structure 0002. */
const packOfItem = level('packs', ['P', 'T'], [sscc]);
const pack = level('packs', ['P'], [sscc, item([])]);
const tare = level('tares', ['T'], [sscc, pack, item([])]);

export const shipNotice856: MessageMap = {
  standard: 'x12',
  type: '856',
  group: 'SH',
  rules: [
    required(
      segment('BSN', {
        // A change (04) names only what differs: which lines it leaves alone cannot be told.
        purpose: must(1, 1, { codes: { '00': 'original', '01': 'cancel', '05': 'replace', '14': 'original' } }),
        despatchAdviceId: must(2),
        date: must(3, 1, { as: 'date' }),
        time: at(4),
        structure: at(5),
      }),
    ),
    required(
      level(
        'shipments',
        ['S'],
        [
          segment('TD5', { carrier: at(3), routing: at(5) }),
          segment('REF', { billOfLading: at(2) }, [is(1, 'BM')]),
          segment('DTM', { shipped: must(2, 1, { as: 'date' }) }, [is(1, '011')]),
          segment('DTM', { eta: must(2, 1, { as: 'date' }) }, [is(1, '017', '067')]),
          loop('suppliers', segment('N1', { name: at(2), id: at(4) }, [is(1, 'SU', 'SE', 'VN')])),
          loop('shippers', segment('N1', { name: at(2), id: at(4) }, [is(1, 'SF')])),
          required(
            level('orders', ['O'], [required(segment('PRF', { poId: must(1) })), tare, pack, item([packOfItem])]),
          ),
        ],
      ),
    ),
    segment('CTT', { lines: at(1, 1, { as: 'number' }), hashTotal: at(2, 1, { as: 'number' }) }),
  ],
};
