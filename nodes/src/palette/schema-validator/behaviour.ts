/** Unknown payload → canonical event, or a failure that lists what is wrong. */
import type { z } from 'zod';
import { eventNames } from '../../domain/canonical/registry.ts';
import { type Outcome, pass, reject } from '../../domain/outcome.ts';
import { fail, type Hash, ok, type Result } from '../../domain/ports.ts';
import { hint } from '../../domain/site/nearest.ts';
import { compileValidator } from '../../domain/validation/compile.ts';
import { compileForeign } from '../../domain/validation/foreign.ts';
import type { Behaviour } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

export function validator(config: Config, hash: Hash): Result<Behaviour> {
  const check = checkOf(config, hash);
  if (!check.ok) return check;
  return ok({
    async handle(message): Promise<Outcome> {
      const checked = check.value(message.event);
      if (!checked.ok) return reject(checked.failure);
      // A replayed message brings its old failure along; what is valid now has none.
      const { failure: _repaired, ...rest } = message;
      return pass({ ...rest, event: checked.value }, 'valid');
    },
  });
}

function checkOf(config: Config, hash: Hash): Result<(input: unknown) => Result<unknown>> {
  if (config.schema.trim() !== '') return compileForeign(config.schema);
  if (config.accepts === 'any') return ok(compileValidator({ accepts: [], strictness: config.strictness, hash }));
  const unknown = config.types.find((type) => !eventNames.some((name) => name === type));
  if (config.types.length === 0) return refuse('no event type is listed');
  if (unknown !== undefined) return refuse(`"${unknown}" is no event type${hint(unknown, eventNames)}`);
  return ok(compileValidator({ accepts: config.types, strictness: config.strictness, hash }));
}

function refuse(reason: string): Result<never> {
  return fail({
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'start the node',
    on: 'field "Event types"',
    reason,
    nextStep: `Choose from ${eventNames.join(', ')}, or accept every known event type.`,
  });
}
