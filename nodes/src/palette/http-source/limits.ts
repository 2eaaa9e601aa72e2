/** What of the form must fit together before a route is opened. */
import { eventNames } from '../../domain/canonical/registry.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { hint } from '../../domain/site/nearest.ts';

interface Chosen {
  readonly access: 'apiKey' | 'signature' | 'none';
  readonly secret: string;
  readonly nextSecret: string;
  readonly secretVariable: string;
}

export type Environment = (name: string) => string | undefined;

const MIN_SECRET = 24;
const FIELD = 'Key or signing secret';
const AGREED = `It has at least ${MIN_SECRET} characters, and the sender uses the same. Then deploy again.`;

/** Under the node there is room for 40 characters: what to do comes before why. */
const toEnter = (word: 'key' | 'secret', variable: string): string =>
  variable === '' ? `enter the ${word} that senders use` : `enter the ${word} or set ${variable}`;

/** Without a secret a route would be open by mistake; open on purpose is a choice of its own. */
export function secretsOf(chosen: Chosen, environment: Environment): Result<readonly string[]> {
  const { access, nextSecret, secretVariable } = chosen;
  if (access === 'none') return ok([]);
  const named = secretVariable === '' ? '' : (environment(secretVariable) ?? '').trim();
  const secrets = [chosen.secret.trim() || named, nextSecret.trim()].filter((text) => text !== '');
  const word = access === 'apiKey' ? 'key' : 'secret';
  if (secrets.length === 0) return refuse(FIELD, toEnter(word, secretVariable), AGREED);
  if (secrets.some((text) => text.length < MIN_SECRET))
    return refuse(FIELD, `the ${word} needs at least ${MIN_SECRET} characters`, AGREED);
  return ok(secrets);
}

export function knownTypes(types: readonly string[]): Result<readonly string[]> {
  const unknown = types.find((type) => !eventNames.some((name) => name === type));
  if (unknown === undefined) return ok(types);
  return refuse('Event types', `it names "${unknown}", which is no event type${hint(unknown, eventNames)}`);
}

function refuse(
  field: string,
  reason: string,
  nextStep = 'Open the node, correct the field and deploy again.',
): Result<never> {
  return fail({
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'open the route',
    on: `field "${field}"`,
    reason,
    nextStep,
  });
}
