/** A node may have been saved by another version of the palette than the one that shows its form. */
import { type Edited, query, word } from './globals.ts';
import type { FormSpec } from './spec.ts';

/** Nodes whose form could not show what an upgrade would make of them: they keep their version, the runtime upgrades. */
const unread = new Set<string>();

/** Nodes whose form is still empty: nothing of it may be saved. */
const waiting = new Set<string>();
export const isWaiting = (node: Edited): boolean => waiting.has(node.id);

export function savedVersion(value: unknown): number {
  const version = Number(value ?? 1);
  return Number.isInteger(version) && version > 0 ? version : 1;
}

/** Why a node of this version does not run here; only a newer one does not. */
export function newerThan(spec: FormSpec, value: unknown): string | undefined {
  const from = savedVersion(value);
  return from > spec.version ? word('newer', { from, to: spec.version }) : undefined;
}

/** The version that is stored with the form: what was not read in its own words is not passed off as ours. */
export function versionToSave(spec: FormSpec, node: Edited): unknown {
  const isForeign = savedVersion(node.configVersion) > spec.version || unread.has(node.id);
  return isForeign ? node.configVersion : spec.version;
}

/** Calls `fill` with the node as this version sees it, at once or when the runtime has answered. */
export function inOwnVersion(spec: FormSpec, node: Edited, form: HTMLElement, fill: (shown: Edited) => void): void {
  unread.delete(node.id);
  const from = savedVersion(node.configVersion);
  const newer = newerThan(spec, node.configVersion);
  if (newer) notice(form, 'bad', newer);
  if (from >= spec.version) {
    fill(isWhole(spec, node) ? node : withValues(spec, node, {}));
    return;
  }
  unread.add(node.id);
  waiting.add(node.id);
  const failed = (text: string): void => {
    waiting.delete(node.id);
    notice(form, 'bad', word('notUpgraded', { from, to: spec.version, text }));
    fill(node);
  };
  query
    .ajax({
      url: `plantwire/upgrade/${spec.folder}`,
      type: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ config: asSaved(spec, node) }),
    })
    .done((data) => {
      const answer = data as { ok: boolean; text?: string; config?: Readonly<Record<string, unknown>> };
      if (!answer.ok || !answer.config) {
        failed(answer.text ?? '');
        return;
      }
      waiting.delete(node.id);
      unread.delete(node.id);
      notice(form, 'good', word('upgraded', { from, to: spec.version }));
      fill(withValues(spec, node, answer.config));
    })
    .fail((request) => failed(word(request.status === 401 ? 'forbidden' : 'unreachable')));
}

/** Fields come without a version of their own: nodes that were saved before have nothing in their place. */
const isWhole = (spec: FormSpec, node: Edited): boolean =>
  spec.fields.every(({ name, secret }) => secret === true || node[name] !== undefined);

/** An object of its own: Cancel must leave the node as it was saved. What no version had before shows its default. */
function withValues(spec: FormSpec, node: Edited, config: Readonly<Record<string, unknown>>): Edited {
  const { defaults = {} } = (node['_def'] ?? {}) as { defaults?: Readonly<Record<string, { value?: unknown }>> };
  const values = spec.fields.map(({ name }) => [name, config[name] ?? node[name] ?? defaults[name]?.value]);
  return { ...Object.fromEntries(values), id: node.id, _: (key) => node._(key) };
}

function asSaved(spec: FormSpec, node: Edited): Readonly<Record<string, unknown>> {
  const names = [...spec.fields.filter(({ secret }) => !secret).map(({ name }) => name), ...spec.former];
  return Object.fromEntries([...names, 'configVersion'].map((name) => [name, node[name]]));
}

function notice(form: HTMLElement, look: 'good' | 'bad', text: string): void {
  const place = document.createElement('div');
  place.className = `plantwire-notice plantwire-${look}`;
  place.setAttribute('role', 'status');
  const line = document.createElement('p');
  line.textContent = text;
  place.append(line);
  form.prepend(place);
}
