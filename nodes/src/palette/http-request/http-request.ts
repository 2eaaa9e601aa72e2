/** Entry of the HTTP request. */
import { system } from '../../adapters/system.ts';
import type { Journal } from '../../domain/journal.ts';
import { ok } from '../../domain/ports.ts';
import type { HttpPeer } from '../../domain/publishing/peer.ts';
import { handingOn } from '../../host/handing-on.ts';
import { register } from '../../host/register.ts';
import { asking } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, async (context) => {
  const peer = await context.resource<HttpPeer>(context.config.endpoint);
  if (!peer.ok) return peer;
  const journal = await context.resource<Journal>(context.config.journal);
  if (!journal.ok) return journal;
  const { clock, ids, id: nodeId } = context;
  const handing =
    context.config.handOn === 'everything' ? handingOn(context, 'answer', journal.value, () => true) : undefined;
  const ports = { peer: peer.value, journal: journal.value, clock, ids, nodeId, ...(handing ? { handing } : {}) };
  return ok(asking(context.config, ports));
});
