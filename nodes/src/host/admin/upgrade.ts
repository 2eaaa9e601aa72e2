/**
 * POST `plantwire/upgrade/<type>`: what a form shows of a node that an earlier version saved. The editor cannot know
 * the steps, they are code of the runtime; nothing is stored by asking.
 */
import { explain } from '../../domain/failure.ts';
import type { NodeDefinition } from '../define.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';
import { upgrade } from '../upgrade.ts';

export function mountUpgrade(red: Red, definition: NodeDefinition): void {
  if (definition.version === 1) return;
  red.httpAdmin.post(
    `/plantwire/upgrade/${definition.type}`,
    red.auth.needsPermission('plantwire.read'),
    (request: RedRequest, response: RedResponse) => {
      const { config } = (request.body ?? {}) as { config?: unknown };
      const saved = typeof config === 'object' && config !== null ? (config as Record<string, unknown>) : {};
      const upgraded = upgrade(definition, saved);
      if (upgraded.ok) response.json({ ok: true, config: upgraded.value });
      else response.json({ ok: false, text: explain(upgraded.failure) });
    },
  );
}
