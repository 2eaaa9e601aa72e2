/** Entry of webhook out. */
import { system } from '../../adapters/system.ts';
import type { Journal } from '../../domain/journal.ts';
import { ok } from '../../domain/ports.ts';
import type { HttpPeer } from '../../domain/publishing/peer.ts';
import { register } from '../../host/register.ts';
import { sender } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, async (context) => {
  const peer = await context.resource<HttpPeer>(context.config.endpoint);
  if (!peer.ok) return peer;
  const journal = await context.resource<Journal>(context.config.journal);
  if (!journal.ok) return journal;
  return ok(sender(context.config, { peer: peer.value, journal: journal.value, clock: context.clock }));
});
