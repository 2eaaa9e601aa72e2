/** The ways to people: each tells one notice to roles of the site pack, or says why not. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { Broker } from '../../domain/plant/broker.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { acceptedBy, bodyHeaders } from '../../domain/publishing/event-request.ts';
import type { Mailer } from '../../domain/publishing/mail.ts';
import { type Notice, rolesOf } from '../../domain/publishing/notice.ts';
import type { HttpPeer } from '../../domain/publishing/peer.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

export const CHANNELS = ['mail', 'mqtt', 'webhook'] as const;
export type ChannelName = (typeof CHANNELS)[number];

export interface Channel {
  tell(notice: Notice, roles: readonly string[]): Promise<Result<Receipt>>;
  close(): Promise<void>;
}

type Context = NodeContext<Config>;

type Pack = SitePackResource['pack'];

export function openChannel(context: Context, pack: Pack, channel: ChannelName): Promise<Result<Channel>> {
  switch (channel) {
    case 'mail':
      return byMail(context, pack);
    case 'mqtt':
      return byMqtt(context, `${context.config.namespace}/v1/${pack.enterprise}/${pack.site}/_notice`);
    case 'webhook':
      return byWebhook(context);
  }
}

/** The configuration node that a way needs. */
export const needs = (config: Config, channel: ChannelName): string =>
  ({ mail: config.smtp, mqtt: config.broker, webhook: config.endpoint })[channel];

export const isMissing = (channel: ChannelName): Failure =>
  notChosen({ mail: 'SMTP server', mqtt: 'Broker', webhook: 'HTTP endpoint' }[channel]);

async function byMail(context: Context, pack: Pack): Promise<Result<Channel>> {
  const { config, log } = context;
  if (config.smtp === '') return fail(isMissing('mail'));
  const mailer = await context.resource<Mailer>(config.smtp);
  if (!mailer.ok) return mailer;
  let complained = '';
  return ok({
    async tell({ id, subject, text, thread }, roles) {
      const receivers = rolesOf(pack, roles, true);
      if (!receivers.ok) return receivers;
      const to = [...new Set(receivers.value.flatMap(({ mail }) => mail))].filter((one) => !one.includes('${'));
      const mail = { id, to, subject, text, ...(thread === undefined ? {} : { thread }) };
      const sent = await mailer.value.send(mail);
      if (!sent.ok) return sent;
      const { refused } = sent.value;
      const names = refused.map(({ address }) => address).join(', ');
      if (names !== '' && names !== complained) log.warn(`The mail server takes nothing for ${names}.`);
      complained = names;
      const others = refused.length > 0 ? { refused } : {};
      return ok(told(`mail to ${to.length - refused.length} of ${roles.join(', ')}`, others));
    },
    close: async () => undefined,
  });
}

async function byMqtt(context: Context, root: string): Promise<Result<Channel>> {
  const { config, hash, id } = context;
  if (config.broker === '') return fail(isMissing('mqtt'));
  const broker = await context.resource<Broker>(config.broker);
  if (!broker.ok) return broker;
  const publisher = broker.value.publisher(`plantwire-${hash(id).slice(0, 12)}`, () => undefined);
  return ok({
    async tell(notice, roles) {
      for (const role of roles) {
        const body = JSON.stringify({ ...notice, role });
        const topic = `${root}/${role}`;
        const sent = await publisher.publish({ topic, body, contentType: 'application/json', retain: false });
        if (!sent.ok) return sent;
      }
      return ok(told(`${broker.value.name} has it for ${roles.join(', ')}`, {}));
    },
    close: () => publisher.close(),
  });
}

async function byWebhook(context: Context): Promise<Result<Channel>> {
  const { path, endpoint } = context.config;
  if (endpoint === '') return fail(isMissing('webhook'));
  const peer = await context.resource<HttpPeer>(endpoint);
  if (!peer.ok) return peer;
  const { name } = peer.value;
  return ok({
    async tell(notice, roles) {
      const body = JSON.stringify({ ...notice, roles });
      const attempted = `tell ${name}`;
      // Not the id of the event alone: the same system may get the event, too.
      const id = `${notice.id}~${context.id}`.slice(0, 200);
      const sent = await peer.value.send({ method: 'POST', path, headers: bodyHeaders('data'), body, id, attempted });
      return sent.ok ? ok(acceptedBy(name, sent.value)) : sent;
    },
    close: async () => undefined,
  });
}

const told = (summary: string, readBack: Receipt['readBack']): Receipt => ({
  verdict: 'accepted',
  summary,
  records: [],
  readBack,
});

const notChosen = (field: string): Failure => ({
  code: 'node-misconfigured',
  class: 'configuration',
  attempted: 'tell somebody',
  on: `field "${field}"`,
  reason: `choose the ${field}`,
  nextStep: 'Open the node, choose it or another way to tell, and deploy.',
});
