import fc from 'fast-check';
import { system } from '../../../nodes/src/adapters/system.ts';
import { CopiedEvents } from '../../../nodes/src/domain/delivery/copied-events.ts';

test('an event is known exactly as long as it is remembered, over any restart', () => {
  const told = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 40 })), { maxLength: 60 });
  fc.assert(
    fc.property(told, fc.boolean(), (all, restarts) => {
      let copied = new CopiedEvents([], system.hash, 100);
      const rows = new Map<string, ReturnType<CopiedEvents['rowOf']>>();
      const copies: [string, number][] = [];
      let now = 0;
      for (const [nr, pause] of all) {
        now += pause;
        const name = `e${nr}`;
        if (copied.knows(name)) continue;
        expect(copies.every(([other, at]) => other !== name || at + 100 < now)).toBe(true);
        const row = copied.rowOf(name, now);
        rows.set(row.tag, row);
        copied.add(name, now);
        copies.push([name, now]);
        if (restarts) copied = new CopiedEvents([...rows.values()], system.hash, 100);
        expect(copied.knows(name)).toBe(true);
      }
    }),
  );
});
