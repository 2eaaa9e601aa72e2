/** Measurements of a laboratory answer an inspection whole, or not at all. */
import fc from 'fast-check';
import {
  answersTo,
  type Measurement,
  type Question,
} from '../../../../../nodes/src/domain/odoo/intents/quality/inspection-answers.ts';

const choices = [
  { id: 1, name: 'Smooth', isGood: true },
  { id: 2, name: 'Rough', isGood: false },
];
const width: Question = { id: 7, name: 'width', kind: 'quantitative', unit: 3, choices: [] };
const surface: Question = { id: 8, name: 'surface', kind: 'qualitative', choices };
/** A tenth of whatever is measured; unit 3 is no weight. */
const factor = (uom: string): number | undefined => (uom === 'KGM' ? undefined : 0.1);
const answers = (questions: readonly Question[], ...measured: readonly Measurement[]) =>
  answersTo(questions, measured, factor);

test('a number is given in the unit of the question, a word as the choice of that name, whatever its case', () => {
  const measured = [
    { property: 'surface', value: 'ROUGH' },
    { property: 'width', value: '12.5', uom: 'MMT' },
  ];
  expect(answers([width, surface], ...measured)).toEqual([
    { id: 7, number: 1.25 },
    { id: 8, choice: 2 },
  ]);
  expect(answers([width], { property: 'width', value: '12.5' })).toEqual([{ id: 7, number: 12.5 }]);
});

test('a word that is no choice counts by its result', () => {
  expect(answers([surface], { property: 'surface', value: 'shiny', result: 'fail' })).toEqual([{ id: 8, choice: 2 }]);
  expect(answers([surface], { property: 'surface', value: 'shiny' })).toBeUndefined();
});

test('what cannot be said in the unit, is no number, or was measured twice is no answer', () => {
  for (const measured of [
    [{ property: 'width', value: '12.5', uom: 'KGM' }],
    [{ property: 'width', value: 'wide' }],
    [{ property: 'width', value: ' ' }],
    [
      { property: 'width', value: '1' },
      { property: 'width', value: '2' },
    ],
  ])
    expect(answers([width], ...measured)).toBeUndefined();
  const { unit: _none, ...unitless } = width;
  expect(answers([unitless], { property: 'width', value: '12.5' })).toBeUndefined();
});

test('half an inspection decides nothing, however much else was measured', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(names, fc.array(fc.string()), fc.nat(), (asked, others, at) => {
      const questions = asked.map((name, id): Question => ({ ...width, id, name }));
      const missing = asked[at % asked.length];
      const measured = [...asked, ...others.filter((name) => !asked.includes(name))];
      const all = measured.map((property): Measurement => ({ property, value: '1', uom: 'MMT' }));
      expect(answers(questions, ...all)).toHaveLength(asked.length);
      expect(answers(questions, ...all.filter(({ property }) => property !== missing))).toBeUndefined();
    }),
  );
});
