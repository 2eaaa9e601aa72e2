/** The list of variables as text: `.env.example` and the table in the README. */
import { rows, variableNames } from './variables.ts';

export function envExample(): string {
  const lines = [
    '# Copy to .env, take out the # in front of what you set. Every variable of Plantwire is here; all are optional.',
  ];
  let group = '';
  for (const name of variableNames) {
    const variable = rows[name];
    if (variable.group !== group) lines.push('', `# --- ${variable.group} ---`);
    group = variable.group;
    lines.push('', ...comment(variable.meaning), `# Left out: ${otherwise(name)}`, `#${name}=${variable.example}`);
  }
  return `${lines.join('\n')}\n`;
}

export function readmeTable(): string {
  const head = ['| Variable | Meaning | Left out |', '| --- | --- | --- |'];
  return [...head, ...variableNames.map((name) => `| \`${name}\` | ${rows[name].meaning} | ${otherwise(name)} |`)].join(
    '\n',
  );
}

const otherwise = (name: keyof typeof rows): string => {
  const { fallback, whenMissing } = rows[name];
  return fallback === undefined ? (whenMissing ?? 'not set') : `\`${fallback}\``;
};

function comment(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 110) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
