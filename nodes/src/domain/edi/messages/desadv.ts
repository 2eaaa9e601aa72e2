/** EDIFACT DESADV (D.96A, D.01B and what lies between), as EANCOM and plain UN directories use it. */
import { at, coded, is, isPart, loop, type MessageMap, must, required, segment } from '../message-map.ts';

const dtm = (name: string, ...codes: readonly string[]) =>
  segment('DTM', { [name]: must(1, 2, { as: 'dtm' }) }, [is(1, ...codes)]);
const lot = segment('GIN', { lot: must(2) }, [is(1, 'BX')]);
const sscc = segment('GIN', { sscc: must(2) }, [is(1, 'BJ')]);
const despatched = segment('QTY', { quantity: must(1, 2, { as: 'number' }), unit: at(1, 3) }, [is(1, '12')]);

export const despatchAdvice: MessageMap = {
  standard: 'edifact',
  type: 'DESADV',
  group: '',
  rules: [
    required(
      segment('BGM', {
        despatchAdviceId: must(2),
        purpose: at(3, 1, { codes: { '9': 'original', '5': 'replace', '1': 'cancel' } }),
      }),
    ),
    dtm('date', '137'),
    dtm('shipped', '11'),
    dtm('eta', '17', '132', '2'),
    loop('orders', segment('RFF', { poId: must(1, 2) }, [is(1, 'ON')])),
    loop('suppliers', segment('NAD', { id: at(2), name: at(4) }, [is(1, 'SU', 'SE')])),
    loop('shippers', segment('NAD', { id: at(2), name: at(4) }, [is(1, 'SF', 'CZ')])),
    loop('packs', segment('CPS', { pack: must(1), inside: at(2) }), [
      sscc,
      loop('marks', segment('PCI', {}, [is(1, '33E')]), [sscc]),
      loop('items', segment('LIN', { line: at(1), item: at(3), itemKind: at(3, 2) }), [
        segment('PIA', { buyerItem: coded(2, 'IN', 'BP'), supplierItem: coded(2, 'SA'), batch: coded(2, 'NB') }, [
          is(1, '1'),
        ]),
        segment('PIA', { buyerItem: coded(2, 'IN', 'BP'), supplierItem: coded(2, 'SA') }, [is(1, '5')]),
        required(despatched),
        lot,
        dtm('expiry', '361', '36'),
        segment('RFF', { poId: must(1, 2), orderLine: at(1, 3) }, [is(1, 'ON')]),
        loop('batches', segment('PCI', {}, [isPart(1, 1, '36E', '17', '10')]), [
          despatched,
          dtm('expiry', '361', '36'),
          lot,
        ]),
      ]),
    ]),
  ],
};
