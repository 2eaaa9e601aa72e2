/** What leaves for the messages of one interchange: events, or the message as it came and why it was refused. */
import { buildEvent } from '../../domain/canonical/build.ts';
import type { EventData } from '../../domain/canonical/registry.ts';
import type { Made } from '../../domain/edi/convert.ts';
import type { Group } from '../../domain/edi/interchange.ts';
import type { JudgedInterchange, JudgedMessage } from '../../domain/edi/judge.ts';
import { partnerName } from '../../domain/edi/partner.ts';
import { writeSegment } from '../../domain/edi/tokens.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Message } from '../../domain/message.ts';
import type { Hash } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { Arrived } from '../../host/intake.ts';
import { contentRefused, messageRefused, partnerRefused } from './trouble.ts';

export interface Making {
  readonly pack: Pick<SitePackResource['pack'], 'enterprise' | 'site'>;
  readonly system: string;
  readonly at: string;
  readonly hash: Hash;
}

export function arrivals(judged: JudgedInterchange, making: Making): readonly Arrived[] {
  const { interchange } = judged;
  return judged.groups.flatMap(({ group, messages }) => {
    if (messages.length === 0) return emptyGroup(judged, group, making);
    return messages.flatMap((message) => {
      const identity = [making.hash(interchange.text), group.control, message.transaction.control];
      const on = `${message.transaction.type} ${message.transaction.control} in ${interchange.control} of ${partnerName(interchange)}`;
      const faults = message.faults.length > 0 ? message.faults : group.faults;
      if (faults.length > 0) return [{ identity, message: letter(judged, message, messageRefused(on, faults)) }];
      const told = message.told.length > 0 ? [partnerRefused(on, message.told)] : [];
      return [
        ...told.map((failure) => ({ identity, message: letter(judged, message, failure) })),
        ...message.events.map((made, index) => ({
          identity: [...identity, index],
          message: messageOf(made, judged, message, making, on),
        })),
      ];
    });
  });
}

function emptyGroup({ interchange }: JudgedInterchange, group: Group, { hash }: Making): readonly Arrived[] {
  if (group.faults.length === 0) return [];
  const on = `group ${group.control} in ${interchange.control} of ${partnerName(interchange)}`;
  const message = { event: interchange.text, failure: messageRefused(on, group.faults), trail: [] };
  return [{ identity: [hash(interchange.text), group.control, 'empty'], message }];
}

function messageOf(made: Made, judged: JudgedInterchange, of: JudgedMessage, making: Making, on: string): Message {
  const { pack, system, at, hash } = making;
  const built = buildEvent(
    made.type,
    made.data as EventData<Made['type']>,
    {
      enterprise: pack.enterprise,
      site: pack.site,
      system,
      time: at,
      recordedtime: at,
      // Dates of EDI are days without a zone; when it happened is not known to the minute.
      timequality: 'inferred',
      sequence: { epoch: 0, counter: 0 },
    },
    hash,
  );
  return built.ok ? { event: built.value, trail: [] } : letter(judged, of, contentRefused(on, built.failure));
}

/** Enough to show the message to the partner. */
function letter({ interchange }: JudgedInterchange, { transaction }: JudgedMessage, failure: Failure): Message {
  const { sender, receiver, control, syntax } = interchange;
  const text = transaction.segments.map((segment) => writeSegment(segment, syntax)).join('\n');
  const event = { sender: sender.id, receiver: receiver.id, interchange: control, message: transaction.control, text };
  return { event, failure, trail: [] };
}
