/** Answer of the Test connection button: whether somebody answers there and lets us in, or the one cause why not. */
import type { Failure } from '../../domain/failure.ts';
import type { Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext } from '../../host/node.ts';
import { type Config, type Reach, settingsOf } from './resource.ts';

export interface Examination {
  readonly ok: boolean;
  readonly text: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A system that takes messages at a path need not answer at its root; that it answers is what counts. */
const ANSWERED = /^http-(not-found|nobody-there|refused|gone|conflict|redirected)$/;

export async function examine(
  context: Pick<NodeContext<Config>, 'config' | 'resource' | 'environment' | 'ids'>,
  reach: Reach,
): Promise<Examination> {
  const settings = await settingsOf(context);
  if (!settings.ok) return refused(settings.failure);
  const { url } = settings.value;
  const answer = await reach(settings.value).send({
    method: 'GET',
    path: '',
    headers: {},
    id: `test-${context.ids.uuid()}`,
    attempted: 'reach it',
  });
  if (!answer.ok && !ANSWERED.test(answer.failure.code)) return refused(answer.failure);
  const said = answer.ok ? `HTTP ${answer.value.status}` : (answer.failure.cause ?? '').slice(0, 80);
  const plain = url.startsWith('http:') ? ', without encryption' : '';
  return { ok: true, text: `Somebody answers there${plain} (${said}). A path is tried with the first message.` };
}

const refused = ({ code, reason, cause, nextStep, on }: Failure): Examination => ({
  ok: false,
  text: `${on}: ${reason}${cause ? ` (${cause})` : ''}. ${nextStep}`,
  details: { code },
});

interface Host {
  resource<T>(configNodeId: string): Promise<Result<T>>;
}

/** Live choices: HTTP endpoints of the site pack. */
export async function chooseEndpoint(query: Readonly<Record<string, string>>, host: Host) {
  if (!query.sitePack) return [];
  const site = await host.resource<SitePackResource>(query.sitePack);
  if (!site.ok) throw new Error(`${site.failure.reason}. ${site.failure.nextStep}`);
  return Object.entries(site.value.pack.endpoints)
    .filter(([, { protocol }]) => protocol === 'http')
    .map(([name, { url }]) => ({ value: name, label: `${name} – ${url}` }));
}
