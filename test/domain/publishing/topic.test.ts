/** Where an event stands in the topic tree. */
import fc from 'fast-check';
import { eventTopic, stateTopic, typeName } from '../../../nodes/src/domain/publishing/topic.ts';
import { canonicalEvent as event } from '../../support/canonical-event.ts';

const tree = { namespace: 'mfg', enterprise: 'ACME' };
test('the path names the place, then domain, object and verb', () => {
  expect(eventTopic(event(), tree)).toBe('mfg/v1/ACME/MUC1/PACK/L3/FILL/_event/production/output/reported');
  expect(stateTopic(event(), tree)).toBe('mfg/v1/ACME/MUC1/PACK/L3/FILL/_state/output');
  expect(typeName(event())).toBe('production.output.reported');
});

test('a type of two words has no object of its own', () => {
  const consumed = event({ type: 'mfg.material.consumed.v1' });
  expect(eventTopic(consumed, tree)).toMatch(/\/_event\/material\/consumed$/);
  expect(stateTopic(consumed, tree)).toMatch(/\/_state\/consumed$/);
});

test('a level that is not named keeps its place', () => {
  const { areaid: _area, workunitid: _unit, ...rest } = event();
  expect(eventTopic(rest, tree)).toBe('mfg/v1/ACME/MUC1/_/L3/_/_event/production/output/reported');
});

test('whatever a plant calls its levels, there are eleven of them and no wildcard, and two names never share one', () => {
  const name = fc.string({ unit: 'binary', maxLength: 12 });
  fc.assert(
    fc.property(name, name, (one, other) => {
      const topic = eventTopic(event({ areaid: one, workcenterid: other }), tree);
      expect(topic.split('/')).toHaveLength(11);
      expect(topic).not.toMatch(/[+#\p{Cc}]/u);
      const swapped = eventTopic(event({ areaid: other, workcenterid: one }), tree);
      // The placeholder stands for an empty name, too.
      if (one !== other && ![one, other].includes('') && ![one, other].includes('_')) expect(topic).not.toBe(swapped);
    }),
  );
});
