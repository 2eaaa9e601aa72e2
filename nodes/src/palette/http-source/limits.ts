/** What of the form must fit together before a route is opened. */
import { eventNames } from '../../domain/canonical/registry.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { hint } from '../../domain/site/nearest.ts';

interface Chosen {
  readonly access: 'apiKey' | 'signature' | 'none';
  readonly secret: string;
  readonly nextSecret: string;
}

const MIN_SECRET = 24;

/** Without a secret a route would be open by mistake; open on purpose is a choice of its own. */
export function secretsOf({ access, secret, nextSecret }: Chosen): Result<readonly string[]> {
  if (access === 'none') return ok([]);
  const secrets = [secret.trim(), nextSecret.trim()].filter((text) => text !== '');
  if (secrets.length === 0) return refuse('Key or signing secret', 'is empty');
  if (secrets.some((text) => text.length < MIN_SECRET))
    return refuse('Key or signing secret', `has less than ${MIN_SECRET} characters`);
  return ok(secrets);
}

export function knownTypes(types: readonly string[]): Result<readonly string[]> {
  const unknown = types.find((type) => !eventNames.some((name) => name === type));
  if (unknown === undefined) return ok(types);
  return refuse('Event types', `names "${unknown}", which is no event type${hint(unknown, eventNames)}`);
}

function refuse(field: string, reason: string): Result<never> {
  return fail({
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'open the route',
    on: `field "${field}"`,
    reason: `it ${reason}`,
    nextStep: 'Open the node, correct the field and deploy again.',
  });
}
