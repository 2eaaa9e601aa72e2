/** Leaving files: for any crash, any repeat and any hour at which the other system fetches them. */
import fc from 'fast-check';
import { type DropNote, type Lying, nextStep, type WantedFile } from '../../../nodes/src/domain/files/drop.ts';

/** A folder, the journal's note, and how often the other system saw a file. */
class World {
  readonly temporary = new Map<string, string>();
  readonly real = new Map<string, string>();
  readonly seen: WantedFile[] = [];
  note: DropNote | undefined;

  lying(name: string): Lying {
    const [temporary, real] = [this.temporary.get(name), this.real.get(name)];
    return { ...(temporary === undefined ? {} : { temporary }), ...(real === undefined ? {} : { real }) };
  }

  fetch(): void {
    for (const [name, sha256] of this.real) this.seen.push({ name, sha256 });
    this.real.clear();
  }

  /** One attempt that dies after `steps` steps; true when it came to its end. */
  attempt(wanted: WantedFile, steps: number): 'done' | 'occupied' | 'changed' | 'died' {
    let left = steps;
    const dies = (): boolean => {
      left -= 1;
      return left < 0;
    };
    const { note } = this;
    const isHidden = note !== undefined && this.temporary.has(note.name);
    const step = nextStep(wanted, note, isHidden, this.lying(wanted.name));
    if (step !== 'write' && step !== 'reveal') return step;
    if (step === 'write') {
      if (dies()) return 'died';
      this.temporary.set(wanted.name, 'half');
      if (dies()) return 'died';
      this.temporary.set(wanted.name, wanted.sha256);
      if (dies()) return 'died';
      this.note = { ...wanted, state: 'ready' };
      if (note && note.name !== wanted.name) this.temporary.delete(note.name);
    }
    if (dies()) return 'died';
    this.real.set(wanted.name, this.temporary.get(wanted.name) ?? '');
    this.temporary.delete(wanted.name);
    if (dies()) return 'died';
    this.note = { ...wanted, state: 'left' };
    return 'done';
  }
}

const wanted = { name: 'a.csv', sha256: 'one' };
const attempts = fc.array(fc.record({ steps: fc.nat(6), isFetched: fc.boolean() }), { maxLength: 12 });

test('however often it dies and whenever it is fetched, the other system sees one file, whole', () => {
  fc.assert(
    fc.property(attempts, (all) => {
      const world = new World();
      for (const { steps, isFetched } of [...all, { steps: 9, isFetched: true }]) {
        world.attempt(wanted, steps);
        if (isFetched) world.fetch();
      }
      expect(world.attempt(wanted, 9)).toBe('done');
      expect(world.seen).toEqual([wanted]);
      expect([world.real.size, world.temporary.size]).toEqual([0, 0]);
    }),
  );
});

test('a file of somebody else under that name is never touched', () => {
  fc.assert(
    fc.property(attempts, (all) => {
      const world = new World();
      world.real.set('a.csv', 'of somebody else');
      for (const { steps } of all) expect(world.attempt(wanted, steps)).toBe('occupied');
      expect(world.real.get('a.csv')).toBe('of somebody else');
    }),
  );
});

test('the same event with other content is written anew while nobody can have seen it, and refused afterwards', () => {
  const other = fc.constantFrom({ name: 'a.csv', sha256: 'two' }, { name: 'b.csv', sha256: 'one' });
  fc.assert(
    fc.property(other, attempts, (change, all) => {
      const world = new World();
      for (const { steps, isFetched } of all) {
        world.attempt(wanted, steps);
        if (isFetched) world.fetch();
      }
      const isSeen = world.seen.length + world.real.size > 0;
      const end = world.attempt(change, 9);
      world.fetch();
      expect(end).toBe(isSeen ? 'changed' : 'done');
      expect(world.seen).toEqual([isSeen ? wanted : change]);
    }),
  );
});

test('a file with the same content that lies there already is the file', () => {
  const world = new World();
  world.real.set('a.csv', 'one');
  expect(world.attempt(wanted, 9)).toBe('done');
});
