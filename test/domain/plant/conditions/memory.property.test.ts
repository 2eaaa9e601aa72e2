/**
 * Whatever a server does and whatever is lost on the way: after a whole replay the one who only heard the changes knows
 * what the server knows, and an alarm never sounded twice without an end between.
 */
import fc from 'fast-check';
import type { ConditionWord } from '../../../../nodes/src/domain/plant/condition-feed.ts';
import { emptyMemory, listen } from '../../../../nodes/src/domain/plant/conditions/memory.ts';
import { over, replay, told } from './bench.ts';

const NAMES = ['Press1.A', 'Press1.B', 'Press2.A'];
const deed = fc.record({
  name: fc.constantFrom(...NAMES),
  active: fc.boolean(),
  isHeard: fc.boolean(),
  replays: fc.integer({ min: 0, max: 3 }),
});

test('changes alone lead to the state of the server, each of them in turn', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (deeds, batch) => {
      const active = new Map<string, number>();
      const words: ConditionWord[] = [];
      const whole = (second: number) => replay(second, ...[...active].map(([name, since]) => told(name, since)));
      deeds.forEach(({ name, active: isOn, isHeard, replays }, second) => {
        const isNews = active.has(name) !== isOn;
        if (isOn && isNews) active.set(name, second);
        if (!isOn) active.delete(name);
        if (isNews && isHeard) words.push(told(name, second, isOn ? {} : over));
        if (isNews && !isHeard) words.push({ kind: 'gap' });
        if (replays === 3) words.push(...whole(second));
      });
      words.push(...whole(deeds.length));
      const heard = new Map<string, boolean>();
      let memory = emptyMemory;
      for (let from = 0; from < words.length; from += batch) {
        const step = listen(memory, words.slice(from, from + batch), 1);
        memory = step.memory;
        for (const { transition, notice } of step.changes) {
          const name = `${notice.sourceName}.${notice.conditionName}`;
          if (transition === 'activated' || transition === 'returned') {
            expect(heard.get(name) ?? false).toBe(transition === 'returned');
            heard.set(name, transition === 'activated');
          }
        }
      }
      expect(NAMES.filter((name) => heard.get(name))).toEqual(NAMES.filter((name) => active.has(name)));
    }),
  );
});
