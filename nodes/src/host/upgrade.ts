/** Raises saved configuration to the definition's version, one tested step at a time. */
import type { Failure } from '../domain/failure.ts';
import { fail, ok, type Result } from '../domain/ports.ts';
import type { NodeDefinition } from './define.ts';

export type Saved = Readonly<Record<string, unknown>>;

/** Version a saved node was written with; a hand-written node without one counts as the first. */
export function savedVersion(saved: Saved): number {
  const version = Number(saved['configVersion'] ?? 1);
  return Number.isInteger(version) && version > 0 ? version : 1;
}

export function upgrade(definition: NodeDefinition, saved: Saved): Result<Saved> {
  let version = savedVersion(saved);
  if (version > definition.version) return fail(tooNew(definition, version));
  let current: Record<string, unknown> = { ...saved };
  for (; version < definition.version; version += 1) {
    const step = definition.upgrades.find((candidate) => candidate.from === version);
    if (!step) return fail(noPath(definition, version));
    current = step.change(current);
  }
  return ok({ ...current, configVersion: version });
}

function tooNew(definition: NodeDefinition, version: number): Failure {
  return {
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'read the saved configuration',
    on: definition.type,
    reason: `it was saved by a newer version of this node (${version}, this one knows ${definition.version})`,
    nextStep: 'Update the palette to the version that saved the flow, or set the node up again.',
  };
}

function noPath(definition: NodeDefinition, version: number): Failure {
  return {
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'upgrade the saved configuration',
    on: definition.type,
    reason: `there is no way from version ${version} to ${definition.version}`,
    nextStep: 'Set the node up again; the palette no longer knows the old form.',
  };
}
