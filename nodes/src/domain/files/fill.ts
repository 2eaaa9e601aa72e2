/** `{data.order}` in file names and lines → what the event holds there. */
import { valueAt } from '../validation/wording.ts';

const PLACE = /\{([A-Za-z0-9_.-]{1,120})\}/g;
const MAX_NAME = 150;

export type Filled = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly missing: string };

export function fill(template: string, event: unknown, extra: Readonly<Record<string, string>> = {}): Filled {
  let missing: string | undefined;
  const text = template.replaceAll(PLACE, (_written, path: string) => {
    const found = extra[path] ?? valueAt(event, path.split('.'));
    if (typeof found === 'string' || typeof found === 'number') return String(found);
    missing ??= path;
    return '';
  });
  return missing === undefined ? { ok: true, text } : { ok: false, missing };
}

/** What every file system takes, and no path: no separator, no leading point. */
export function safeName(text: string): string {
  const clean = text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._~-]/gu, '_')
    .replace(/^[.]+/, '_');
  const dot = clean.lastIndexOf('.');
  const end = dot > 0 && clean.length - dot <= 12 ? clean.slice(dot) : '';
  return clean.length <= MAX_NAME ? clean : clean.slice(0, MAX_NAME - end.length) + end;
}
