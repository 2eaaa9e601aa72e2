/** What a laboratory measured, as the answers that an inspection asks for. Pure. */

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly kind: 'qualitative' | 'quantitative';
  readonly unit?: number | undefined;
  readonly choices: readonly { readonly id: number; readonly name: string; readonly isGood: boolean }[];
}

export interface Measurement {
  readonly property: string;
  readonly value: string;
  readonly uom?: string | undefined;
  readonly result?: 'pass' | 'fail' | 'inconclusive' | undefined;
}

export type Answer =
  | { readonly id: number; readonly number: number }
  | { readonly id: number; readonly choice: number };

/**
 * Undefined unless every question has its answer: half an inspection decides nothing. `factor` gives undefined for units
 * that do not measure the same.
 */
export function answersTo(
  questions: readonly Question[],
  measurements: readonly Measurement[],
  factor: (uom: string, unit: number) => number | undefined,
): Answer[] | undefined {
  const answers = questions.map((question) => {
    const measured = measurements.filter(({ property }) => property === question.name);
    const [only] = measured;
    return only && measured.length === 1 ? answerTo(question, only, factor) : undefined;
  });
  const found = answers.flatMap((answer) => answer ?? []);
  return questions.length > 0 && found.length === questions.length ? found : undefined;
}

function answerTo(
  { id, kind, unit, choices }: Question,
  { value, uom, result }: Measurement,
  factor: (uom: string, unit: number) => number | undefined,
): Answer | undefined {
  if (kind === 'quantitative') {
    // Without a unit Odoo confirms no quantity.
    const times = unit === undefined ? undefined : uom === undefined ? 1 : factor(uom, unit);
    const number = value.trim() === '' || times === undefined ? Number.NaN : Number(value) * times;
    return Number.isFinite(number) ? { id, number: Number(number.toPrecision(12)) } : undefined;
  }
  const named = choices.find(({ name }) => name.toLowerCase() === value.toLowerCase());
  const judged = choices.find(
    ({ isGood }) => result !== undefined && result !== 'inconclusive' && isGood === (result === 'pass'),
  );
  const choice = named ?? judged;
  return choice && { id, choice: choice.id };
}
