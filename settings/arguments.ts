/** What may stand behind `npm start --`: a shorter way to write variables, checked like them. */
import { parseArgs } from 'node:util';
import type { Problem } from './problems.ts';

export interface Arguments {
  /** Variables that the arguments stand for; they win over those of the process. */
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

const USAGE = 'npm start -- --templates T-01,T-11';

export function readArguments(given: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({ args: [...given], options: { templates: { type: 'string' } } });
    return {
      variables: values.templates === undefined ? {} : { PLANTWIRE_FLOWS: namesIn(values.templates) },
      problems: [],
    };
  } catch (error) {
    const wrong = String(error instanceof Error ? error.message : error).split('.')[0] ?? '';
    return {
      variables: {},
      problems: [{ variable: 'npm start --', given: given.join(' '), wrong, todo: `Write ${USAGE}.` }],
    };
  }
}

/** `T-01` as on the pages of the templates is the folder that begins with `t01`. */
const namesIn = (list: string): string =>
  list
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^t-(\d\d)$/i, 't$1')
        .toLowerCase(),
    )
    .join(',');
