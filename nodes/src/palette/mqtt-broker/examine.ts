/** Answer of the Test connection button: whether messages would come, or the one cause why not. */
import type { NodeContext } from '../../host/node.ts';
import { type Config, type Reach, settingsOf } from './resource.ts';

/** Ends of failure codes → what a person looks for. */
const CAUSES: Readonly<Record<string, string>> = {
  'mqtt-refused': 'Address',
  'mqtt-address-unknown': 'Address',
  'node-misconfigured': 'Address',
  'mqtt-timeout': 'Network',
  'mqtt-login-refused': 'User',
  'mqtt-version-refused': 'Version',
  'mqtt-certificate': 'Certificate',
};

export interface Examination {
  readonly ok: boolean;
  readonly text: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export async function examine({ config }: Pick<NodeContext<Config>, 'config'>, reach: Reach): Promise<Examination> {
  const settings = settingsOf(config);
  const answer = settings.ok ? await reach(settings.value).probe() : settings;
  if (answer.ok) {
    const plain = /^(mqtt|ws):/.test(config.url.trim()) ? ', without encryption' : '';
    return { ok: true, text: `Connected by ${answer.value.protocol}${plain}.` };
  }
  const { code, reason, cause, nextStep } = answer.failure;
  const said = cause === undefined || cause === '' ? '' : ` (${cause})`;
  const kind = CAUSES[code] ?? 'Broker';
  return { ok: false, text: `${kind}: ${reason}${said}. ${nextStep}`, details: { cause: kind, code } };
}
