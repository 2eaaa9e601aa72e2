/** Tells people of events: the roles and the way that the node names, or those that each event names. */
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { fieldAt } from '../../domain/publishing/field-at.ts';
import { rolesOf } from '../../domain/publishing/notice.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { outcomeOfFailure } from '../../host/delivery.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { CHANNELS, type Channel, type ChannelName, type Config, isMissing, needs, openChannel } from './channels.ts';
import { type Receivers, Teller } from './teller.ts';

type Context = NodeContext<Config>;

export async function startNotify(context: Context): Promise<Result<Behaviour>> {
  const { config, id } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { pack } = site.value;
  const { channel: way, roles } = config;
  if (way !== 'event') {
    const known = rolesOf(pack, roles, way === 'mail');
    if (!known.ok) return known;
  }
  const chosen = way === 'event' ? CHANNELS.filter((name) => needs(config, name) !== '') : [way];
  if (chosen.length === 0) return fail(isMissing('mail'));
  const desks = new Map<string, Teller>();
  const channels: Channel[] = [];
  const close = async (): Promise<void> => {
    for (const one of [...desks.values(), ...channels]) await one.close();
  };
  const open = async (key: string, receivers: Receivers): Promise<Result<void>> => {
    const teller = new Teller(context, journal.value, receivers, pack.timeZone);
    desks.set(key, teller);
    return teller.open();
  };
  for (const name of chosen) {
    const channel = await openChannel(context, pack, name);
    if (channel.ok) channels.push(channel.value);
    const opened = channel.ok ? await openDesks(name, channel.value) : channel;
    if (opened.ok) continue;
    await close();
    return opened;
  }
  return ok({ handle: (message) => chosenBy(context, desks, message), close });

  async function openDesks(name: ChannelName, channel: Channel): Promise<Result<void>> {
    if (way !== 'event') return open('', { channel, roles, name: `notify:${id}` });
    for (const role of Object.keys(pack.roles ?? {})) {
      const opened = await open(`${name} ${role}`, { channel, roles: [role], name: `notify:${id}:${name}:${role}` });
      if (!opened.ok) return opened;
    }
    return ok(undefined);
  }
}

function chosenBy({ config }: Context, desks: ReadonlyMap<string, Teller>, message: Message): Promise<Outcome> {
  const fixed = desks.get('');
  if (fixed) return fixed.handle(message);
  const role = fieldAt(message.event, 'data.role');
  const channel = CHANNELS.find((name) => name === fieldAt(message.event, 'data.channel'));
  const desk = desks.get(`${channel} ${String(role)}`);
  if (desk) return desk.handle(message);
  const isUnset = channel !== undefined && needs(config, channel) === '';
  return Promise.resolve(outcomeOfFailure(isUnset ? isMissing(channel) : nobodyNamed(String(role), channel)));
}

const nobodyNamed = (role: string, channel: ChannelName | undefined): Failure => ({
  code: 'role-unusable',
  class: 'configuration',
  attempted: 'tell whom the event names',
  on: channel === undefined ? 'data.channel' : 'data.role',
  reason: channel === undefined ? `is none of ${CHANNELS.join(', ')}` : `the site pack has no role ${role}`,
  nextStep: 'Add the role to "roles" of the site pack, or correct the event.',
});
