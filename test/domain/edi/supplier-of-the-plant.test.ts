/** What the supplier of the plant sends can be read: its messages are written independently of the tables that read them. */
import { judgeText } from '../../../nodes/src/domain/edi/judge.ts';
import { roundOf } from '../../plant/supplier/round.ts';

const round = roundOf(['P1', 'P2', 'P3', 'P4'], Date.UTC(2026, 10, 20));
const interchanges = round.filter(({ path }) => path.endsWith('.edi'));

test('every interchange is without fault and says what was meant', () => {
  const read = interchanges.map(({ path, text }) => {
    const [judged] = judgeText(text);
    if (!judged || 'fault' in judged) throw new Error(path);
    const messages = judged.groups.flatMap((group) => group.messages);
    expect([path, judged.interchange.faults, messages.flatMap(({ faults }) => faults)]).toEqual([path, [], []]);
    return messages.flatMap(({ events }) => events.map(({ type, data }) => [path, type, data['poId']]));
  });
  expect(read.flat()).toEqual([
    ['suppliers/confirmations/P1.edi', 'purchase.order.confirmed', 'P1'],
    ['suppliers/in/P1.edi', 'purchase.asn.received', 'P1'],
    ['suppliers/in/P1-again.edi', 'purchase.asn.received', 'P1'],
    ['suppliers/in/P2.edi', 'purchase.asn.received', 'P2'],
    ['suppliers/in/P4.edi', 'purchase.asn.received', 'P4'],
  ]);
});
