/** Answers of the form's buttons: whether data would flow, or the one cause why not. */
import type { Failure } from '../../domain/failure.ts';
import { machinesBehind, tagsOf } from '../../domain/plant/equipment-tags.ts';
import type { Result, Sample } from '../../domain/ports.ts';
import type { NodeContext } from '../../host/node.ts';
import { type Aim, aimOf, type Config, type TargetSettings } from './resource.ts';

/** What the entry's adapter can find out. */
export interface Scout {
  tryTarget(settings: TargetSettings, tags: readonly string[]): Promise<Result<readonly Sample[]>>;
  askOffer(settings: TargetSettings): Promise<Result<{ thumbprint?: string; modes: readonly string[] }>>;
  trustOffer(settings: TargetSettings): Promise<Result<string | undefined>>;
}

export interface Examination {
  readonly ok: boolean;
  readonly text: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Ends of failure codes → what a person looks for. */
const CAUSES: Readonly<Record<string, string>> = {
  'opcua-refused': 'Address',
  'opcua-address-unknown': 'Address',
  'opcua-timeout': 'Network',
  'opcua-server-untrusted': 'Certificate of the server',
  'opcua-certificate-changed': 'Certificate of the server',
  'opcua-certificate-expired': 'Certificate',
  'opcua-certificate-name': 'Certificate of the server',
  'opcua-client-untrusted': 'Certificate of Plantwire',
  'opcua-policy-unsupported': 'Security',
  'opcua-login-refused': 'User',
  'opcua-server-full': 'Server',
  'endpoint-unknown': 'Site pack',
  'security-mismatch': 'Security',
};

export async function examine(context: NodeContext<Config>, scout: Scout): Promise<Examination> {
  const aim = await aimOf(context);
  if (!aim.ok) return failed(aim.failure);
  const { settings } = aim.value;
  const tags = tagsOf(machinesBehind(aim.value.site.pack, context.config.endpoint));
  const read = await scout.tryTarget(settings, tags);
  if (!read.ok) return failed(read.failure, await offerOf(read.failure, settings, scout));
  return connected(aim.value, read.value);
}

export async function trust(context: NodeContext<Config>, scout: Scout): Promise<Examination> {
  const aim = await aimOf(context);
  if (!aim.ok) return failed(aim.failure);
  const trusted = await scout.trustOffer(aim.value.settings);
  if (!trusted.ok) return failed(trusted.failure);
  if (!trusted.value) return { ok: false, text: 'The server shows no certificate: there is nothing to trust.' };
  return { ok: true, text: `Trusted from now on: ${trusted.value}.`, details: { thumbprint: trusted.value } };
}

function connected({ settings }: Aim, samples: readonly Sample[]): Examination {
  const bad = samples.filter(({ status }) => !status.startsWith('Good'));
  const secured = settings.securityMode === 'None' ? ', without any security' : '';
  const head = `Connected to ${settings.url}${secured}.`;
  if (bad.length === 0) {
    return {
      ok: true,
      text: `${head} All ${samples.length} tags of the site pack deliver.`,
      details: { tags: samples.length },
    };
  }
  const some = bad.slice(0, 5).map(({ tag, status }) => `${tag} (${status})`);
  const more = bad.length > some.length ? ` and ${bad.length - some.length} more` : '';
  return {
    ok: false,
    text: `Tags: ${head} ${bad.length} of ${samples.length} tags of the site pack do not deliver: ${some.join(', ')}${more}.`,
    details: { cause: 'Tags', bad: bad.map(({ tag, status }) => ({ tag, status })) },
  };
}

/** Worth asking where the answer tells a person what to choose or to compare. */
async function offerOf(failure: Failure, settings: TargetSettings, scout: Scout): Promise<string> {
  const security = /certificate|untrusted|policy/.test(failure.code);
  const offer = security ? await scout.askOffer(settings) : undefined;
  if (!offer?.ok) return '';
  const print = offer.value.thumbprint ? ` Thumbprint of the server: ${offer.value.thumbprint}.` : '';
  return `${print} It offers ${offer.value.modes.join(', ')}.`;
}

function failed(failure: Failure, offer = ''): Examination {
  const cause = CAUSES[failure.code] ?? 'Server';
  const said = failure.cause ? ` (${failure.cause})` : '';
  return {
    ok: false,
    text: `${cause}: ${failure.reason}${said}. ${failure.nextStep}${offer}`,
    details: { cause, code: failure.code },
  };
}
