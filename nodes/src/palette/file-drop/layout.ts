/** What the form says about rows → a layout, or what is missing. */
import type { Layout } from '../../domain/files/layout.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { Config } from './content.ts';

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const isPlace = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 100_000;

/** Undefined for text that is written as it is. */
export function layoutOf(config: Config): Result<Layout | undefined> {
  const { content, separator, columnNames, root, element } = config;
  if (content === 'text') return ok(undefined);
  const columns = config.columns.map(({ name, from, as, start, length }) => ({
    ...{ name: name.trim(), from: from.trim(), as },
    ...(content === 'fixed' ? { start: Number(start), length: Number(length) } : {}),
  }));
  if (columns.length === 0 && content !== 'jsonl') return missing('Columns', 'names no column');
  const nameless = columns.find(({ name, from }) => name === '' || from === '');
  if (nameless) return missing('Columns', `has a row without column or field: "${nameless.name}${nameless.from}"`);
  const homeless = columns.find(
    ({ start, length }) => content === 'fixed' && !(isPlace(start ?? 0) && isPlace(length ?? 0)),
  );
  if (homeless) return missing('Columns', `has no usable place for "${homeless.name}"`);
  const overlap = content === 'fixed' ? overlapping(columns) : undefined;
  if (overlap !== undefined) return missing('Columns', `has another column in the place of "${overlap}"`);
  const wrong = content === 'xml' ? [root, element, ...columns.map(({ name }) => name)].find(isNoName) : undefined;
  if (wrong !== undefined) return missing('Columns and elements', `has a name that XML does not allow: "${wrong}"`);
  const mark = separator === 'tab' ? '\t' : separator;
  return ok({ format: content, columns, separator: mark, hasNames: columnNames, root, element });
}

const isNoName = (name: string): boolean => !NAME.test(name);

type Placed = readonly { readonly name: string; readonly start?: number; readonly length?: number }[];

function overlapping(columns: Placed): string | undefined {
  const sorted = [...columns].sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
  return sorted.find((column, index) => {
    const before = sorted[index - 1];
    return before !== undefined && (before.start ?? 0) + (before.length ?? 0) > (column.start ?? 0);
  })?.name;
}

const missing = (field: string, reason: string): Result<never> =>
  fail({
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'leave files',
    on: `field "${field}"`,
    reason: `it ${reason}`,
    nextStep: 'Open the node, correct the field and deploy again.',
  });
