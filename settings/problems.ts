/** What keeps the appliance from starting, told as a table: variable, value given, what is wrong, what to do. */

export interface Problem {
  readonly variable: string;
  /** As given; secrets arrive here already hidden. */
  readonly given: string;
  readonly wrong: string;
  readonly todo: string;
}

/** Exit code of a refused configuration (EX_CONFIG), so that a supervisor can tell it from a crash. */
export const EXIT_CONFIGURATION = 78;

const HEADS = ['Variable', 'Given', 'What is wrong', 'What to do'] as const;
const WIDTHS = [30, 24, 34, 46] as const;

export function problemTable(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one setting needs' : `${problems.length} settings need`;
  const lines = problems.flatMap((problem) => [
    '',
    ...row([problem.variable, problem.given, problem.wrong, problem.todo]),
  ]);
  return [
    `Plantwire did not start: ${count} attention.`,
    '',
    ...row(HEADS),
    row(WIDTHS.map((width) => '-'.repeat(width)))[0],
    ...lines,
    '',
  ].join('\n');
}

function row(cells: readonly string[]): string[] {
  const columns = cells.map((cell, index) => wrap(cell, WIDTHS[index] ?? 40));
  const height = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => (column[line] ?? '').padEnd(WIDTHS[index] ?? 40))
      .join('  ')
      .trimEnd(),
  );
}

/** Breaks at spaces; a longer word (a path, an address) is cut, because a column that overflows hides the next one. */
function wrap(cell: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of cell.split(' ').flatMap((long) => long.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The known name a mistyped one most resembles, or nothing when none is near. */
export function didYouMean(typed: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, away: distance(typed, name) })).sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away <= Math.max(2, Math.floor(typed.length / 4)) ? best.name : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, swap));
    }
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
