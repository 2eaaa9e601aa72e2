/**
 * POST `plantwire/action/<type>/<name>`: the buttons of configuration forms. The form's values are used, deployed or
 * not. A stored secret or one from the environment is only used with the address it was stored for; else anybody who
 * may open a form could send it to a server of his choice.
 */
import type { z } from 'zod';
import type { Decision } from '../../domain/delivery/dead-letter.ts';
import { redactText } from '../../domain/delivery/dead-letter-redaction.ts';
import { SOMEBODY } from '../../domain/delivery/switching.ts';
import { explain } from '../../domain/failure.ts';
import { ok, type System } from '../../domain/ports.ts';
import { readConfiguration, substituted } from '../configuration.ts';
import type { NodeDefinition } from '../define.ts';
import { nodeType } from '../define.ts';
import { describeFields, type Field } from '../fields.ts';
import type { NodeContext } from '../node.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';
import { acquire, releaseAll } from '../resources.ts';

export interface ActionAnswer {
  readonly ok: boolean;
  /** One or two sentences for the person at the form. */
  readonly text: string;
  readonly details?: unknown;
}

/**
 * `input` holds the form's values as typed; `context.config` is the checked configuration made of them. `decision` says
 * who pressed the button, and why where the form asks for that.
 */
export type Action<C> = (
  input: Readonly<Record<string, unknown>>,
  context: NodeContext<C>,
  decision: Decision,
) => Promise<ActionAnswer>;
export type Actions<C> = Readonly<Record<string, Action<C>>>;

/** What the editor sends for a password the person did not touch. */
const UNTOUCHED = '__PWRD__';

interface Posted {
  readonly id: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly decision: Decision;
}

export function mountActions<S extends z.ZodObject>(
  red: Red,
  definition: NodeDefinition<S>,
  system: System,
  actions: Actions<z.output<S>>,
): void {
  for (const [name, action] of Object.entries(actions)) {
    const path = `/plantwire/action/${definition.type}/${name}`;
    red.httpAdmin.post(
      path,
      red.auth.needsPermission('plantwire.write'),
      async (request: RedRequest, response: RedResponse) => {
        const user = {};
        try {
          response.json(await answer(red, definition, system, action, posted(request), user));
        } catch (bug) {
          const words = bug instanceof Error ? bug.message : String(bug);
          response.status(500).json({ ok: false, text: `Unexpected error: ${words}` });
        } finally {
          releaseAll(user);
        }
      },
    );
  }
}

async function answer<S extends z.ZodObject>(
  red: Red,
  definition: NodeDefinition<S>,
  system: System,
  action: Action<z.output<S>>,
  form: Posted,
  user: object,
): Promise<ActionAnswer> {
  const deployed = deployedConfig(red, definition, form.id);
  const environment = (name: string): unknown => red.util.getSetting(red.nodes.getNode(form.id), name);
  const described = describeFields(definition);
  const values = Object.fromEntries(
    Object.entries(form.config).map(([key, value]) => [key, substituted(value, environment)]),
  );
  const trusted = sameAddress(described, values, deployed, environment);
  const secrets = chooseSecrets(described, form, trusted ? (red.nodes.getCredentials(form.id) ?? {}) : {});
  const read = readConfiguration(definition, {
    saved: { ...values, configVersion: definition.version },
    secrets,
    environment: (name) => (trusted || !isSecretVariable(described, name) ? environment(name) : undefined),
  });
  if (!read.ok)
    return { ok: false, text: untrustedHint(trusted) + explain({ ...read.failure, attempted: 'use the form' }) };
  return action(form.config, actionContext(red, system, form, read.value, user), form.decision);
}

const untrustedHint = (trusted: boolean): string =>
  trusted ? '' : 'The address differs from the deployed one, so secrets must be entered again. ';

function posted(request: RedRequest): Posted {
  const body = (request.body ?? {}) as Partial<Posted> & { readonly reason?: unknown };
  const reason = redactText(String(body.reason ?? '').trim());
  const decision = { actor: request.user?.username ?? SOMEBODY, reason };
  return { id: String(body.id ?? ''), config: body.config ?? {}, secrets: body.secrets ?? {}, decision };
}

function deployedConfig(
  red: Red,
  definition: NodeDefinition,
  id: string,
): Readonly<Record<string, unknown>> | undefined {
  let found: Record<string, unknown> | undefined;
  red.nodes.eachNode((config) => {
    if (config['id'] === id && config['type'] === nodeType(definition)) found = config;
  });
  return found;
}

/** Every address field is either what was deployed or left to the environment. */
function sameAddress(
  described: readonly Field[],
  values: Readonly<Record<string, unknown>>,
  deployed: Readonly<Record<string, unknown>> | undefined,
  environment: (name: string) => unknown,
): boolean {
  return described
    .filter((field) => field.info.address)
    .every((field) => {
      const wanted = String(values[field.name] ?? '');
      const fallback = field.info.fromEnvironment ? String(environment(field.info.fromEnvironment) ?? '') : '';
      const before = String(substituted(deployed?.[field.name], environment) ?? '');
      return wanted === '' || wanted === fallback || (deployed !== undefined && wanted === before);
    });
}

function chooseSecrets(
  described: readonly Field[],
  form: Posted,
  stored: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = described.filter((field) => field.info.secret).map((field) => field.name);
  return Object.fromEntries(
    names.map((name) => {
      const typed = form.secrets[name] ?? UNTOUCHED;
      return [name, typed === UNTOUCHED ? (stored[name] ?? '') : typed];
    }),
  );
}

const isSecretVariable = (described: readonly Field[], name: string): boolean =>
  described.some((field) => field.info.secret && field.info.fromEnvironment === name);

/** The host does this at start for whole values only; a form must behave the same before its first deploy. */
function actionContext<C>(red: Red, system: System, form: Posted, config: C, user: object): NodeContext<C> {
  const silent = (): void => undefined;
  return {
    id: form.id,
    name: String(form.config['name'] ?? ''),
    flow: '',
    config,
    ...system,
    userDir: red.settings.userDir ?? '.',
    environment(name) {
      const value = red.util.getSetting(red.nodes.getNode(form.id), name);
      return typeof value === 'string' ? value : undefined;
    },
    deployed: () => [],
    resource: (id) => acquire(id, user),
    serve: () => ok(silent),
    report: silent,
    emit: silent,
    log: { info: silent, warn: silent, failure: silent },
  };
}
