import { noteOf, positionNote, positionsIn, positionTag } from '../../../nodes/src/domain/delivery/position-rows.ts';

test('a position is found again under its name, whatever stands in the name; those that moved last at the end', () => {
  const names = ['urn:plant:b', 'h:1:2:a', 's:s:', ''];
  const notes = names.map((name, index) => positionNote(name, { next: index }, 10_000 - index));
  const found = positionsIn<{ next: number }>(notes);
  expect([...found.keys()]).toEqual([...names].reverse());
  expect(found.get('h:1:2:a')).toEqual({ next: 1 });
  expect(notes.map(({ tag }) => tag)).toEqual(names.map(positionTag));
});

test('other notes of the same owner are no positions', () => {
  const notes = [noteOf('h:1:2:a', { name: 'a', count: 2 }, 0), positionNote('a', { next: 3 }, 0)];
  expect([...positionsIn(notes)]).toEqual([['a', { next: 3 }]]);
});
