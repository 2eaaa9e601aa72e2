/** Steps that follow each other, whatever they come from. */
import { Steps } from '../../nodes/src/host/steps.ts';
import { testClock, until } from '../support/time.ts';

test('work and looks at the clock take turns; what fails holds nothing up', async () => {
  const clock = testClock();
  const done: string[] = [];
  const bugs: unknown[] = [];
  let busy = 0;
  const alone = async (name: string): Promise<string> => {
    busy += 1;
    expect(busy).toBe(1);
    await Promise.resolve();
    busy -= 1;
    done.push(name);
    if (name === 'bad' || done.filter((one) => one === 'look').length === 2) throw new Error(name);
    return name;
  };
  const look = async (): Promise<void> => void (await alone('look'));
  const steps = new Steps({ clock, everyMs: 1_000, look, bug: (error) => bugs.push(error) });
  const [first, second, third] = [
    steps.next(() => alone('a')),
    steps.next(() => alone('bad')),
    steps.next(() => alone('b')),
  ];
  expect(await first).toBe('a');
  await expect(second).rejects.toThrow('bad');
  expect(await third).toBe('b');
  expect(done).toEqual(['look', 'a', 'bad', 'b']);
  await clock.advance(1_000);
  await until('a look failed', () => bugs.length === 1);
  await clock.advance(1_000);
  await until('the next came all the same', () => done.filter((one) => one === 'look').length >= 3);
  await steps.close();
  const count = done.length;
  await clock.advance(5_000);
  expect(done).toHaveLength(count);
});
