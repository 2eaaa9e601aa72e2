import { laneOf, priorityOf } from '../../../nodes/src/domain/delivery/routing.ts';
import { orderMessage, produceIntent } from '../../support/messages.ts';

const event = (attributes: object) => ({ event: attributes, trail: [] });

test('the lane is the ordering scope of the event, else that of the intent', () => {
  expect(laneOf(orderMessage('a', 'MUC1:or:MO-7'))).toBe('MUC1:or:MO-7');
  expect(laneOf({ event: 'raw', intent: produceIntent('k', 'MUC1:or:MO-8'), trail: [] })).toBe('MUC1:or:MO-8');
  expect(laneOf(event({ partitionkey: '' }))).toBeUndefined();
  expect(laneOf({ event: null, trail: [] })).toBeUndefined();
});

test('urgency follows the event type; what nobody defined is a booking', () => {
  const priorities = [
    'production.output.reported',
    'operations.request.released',
    'integration.message.rejected',
    'unheard.of.thing',
  ].map((name) => priorityOf(event({ type: `mfg.${name}.v1` })));
  expect(priorities).toEqual([1, 2, 4, 1]);
});
