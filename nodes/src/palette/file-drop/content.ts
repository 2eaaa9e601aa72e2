/** One message → the name and the bytes of its file, or what about the message stands against it. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { encoded } from '../../domain/files/encode.ts';
import { fill, safeName } from '../../domain/files/fill.ts';
import { firstLines, type Layout, lastLines, lineOf } from '../../domain/files/layout.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { valueAt } from '../../domain/validation/wording.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

export interface Content {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Text as it is has lines, but nobody knows its rows. */
  readonly rows?: number;
}

/** `key` stands for `{id}` where the message is no event. */
export function contentOf(config: Config, layout: Layout | undefined, event: unknown, key: string): Result<Content> {
  const extra = typeof valueAt(event, ['id']) === 'string' ? {} : { id: key };
  const named = fill(config.fileName, event, extra);
  if (!named.ok) return fail(unfit(key, `the file name needs ${named.missing}, which the event does not have`));
  const name = safeName(named.text);
  const text = layout ? rowsText(config, layout, event, extra) : plainText(config, event);
  if (!text.ok) return fail(unfit(name, text.trouble));
  const bytes = encoded(text.text, config.encoding);
  if (!bytes.ok) return fail(unfit(name, `"${bytes.character}" has no sign in ${config.encoding}`));
  return ok({ name, bytes: bytes.bytes, ...(text.rows === undefined ? {} : { rows: text.rows }) });
}

type Text =
  | { readonly ok: true; readonly text: string; readonly rows?: number }
  | { readonly ok: false; readonly trouble: string };

function plainText({ place }: Config, event: unknown): Text {
  const path = place.trim() === '' ? 'data.text' : place.trim();
  const text = typeof event === 'string' ? event : valueAt(event, path.split('.'));
  if (typeof text !== 'string') return { ok: false, trouble: `there is no text at ${path}` };
  return { ok: true, text };
}

function rowsText(config: Config, layout: Layout, event: unknown, extra: Readonly<Record<string, string>>): Text {
  const place = config.place.trim();
  const found = valueAt(event, place === '' ? ['data'] : place.split('.'));
  if (typeof found !== 'object' || found === null)
    return { ok: false, trouble: `there are no rows at ${place === '' ? 'data' : place}` };
  const rows: readonly unknown[] = Array.isArray(found) ? found : [found];
  const told = { ...extra, rows: String(rows.length) };
  const lines: string[] = [];
  for (const row of rows) {
    const line = lineOf(layout, row);
    if (!line.ok) return { ok: false, trouble: `row ${lines.length + 1}: ${line.trouble}` };
    lines.push(line.text);
  }
  const [before, behind] = [config.heading, config.trailer].map((template) => fill(template, event, told));
  if (!before?.ok || !behind?.ok)
    return { ok: false, trouble: 'the line before or behind needs a field the event does not have' };
  const own = (text: string): string[] => (text === '' ? [] : [text]);
  const all = [
    ...own(before.text),
    ...firstLines(layout, config.encoding),
    ...lines,
    ...lastLines(layout),
    ...own(behind.text),
  ];
  const end = config.lineEnd === 'lf' ? '\n' : '\r\n';
  return { ok: true, text: all.map((line) => line + end).join(''), rows: rows.length };
}

const unfit = (on: string, reason: string): Failure => ({
  code: 'file-unfit',
  class: 'data',
  attempted: 'make a file of an event',
  on,
  reason,
  nextStep: 'Correct the columns or the file name in the node, or the event in the letter, and replay it.',
});
