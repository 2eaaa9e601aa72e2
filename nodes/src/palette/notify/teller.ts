/** One event in, told at once or kept for the digest; settled when the mail server, broker or system has it. */
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import type { Result } from '../../domain/ports.ts';
import { countOf } from '../../domain/publishing/digest.ts';
import { digestNotice } from '../../domain/publishing/digest-text.ts';
import { type Notice, noticeOf } from '../../domain/publishing/notice.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { delivered, keepLease, outcomeOfFailure } from '../../host/delivery.ts';
import type { NodeContext } from '../../host/node.ts';
import { telemetry } from '../../host/telemetry.ts';
import type { Channel, Config } from './channels.ts';
import { Gathering } from './gathering.ts';

export interface Receivers {
  readonly roles: readonly string[];
  readonly channel: Channel;
  /** Under which what waits for a digest lies in the journal. */
  readonly name: string;
}

export class Teller {
  readonly #context: NodeContext<Config>;
  readonly #journal: Journal;
  readonly #receivers: Receivers;
  readonly #timeZone: string;
  readonly #gathering: Gathering;

  constructor(context: NodeContext<Config>, journal: Journal, receivers: Receivers, timeZone: string) {
    const { id, name, config, clock, log } = context;
    this.#context = context;
    this.#journal = journal;
    this.#receivers = receivers;
    this.#timeZone = timeZone;
    const noticeFrom = (closing: Parameters<typeof digestNotice>[0]): Notice =>
      digestNotice(closing, { id, name }, timeZone, config.language);
    this.#gathering = new Gathering({
      ...{ journal, clock, name: receivers.name },
      policy: { atOnce: config.atOnce, windowMs: config.windowMinutes * 60_000 },
      tell: async (closing) => {
        const told = await receivers.channel.tell(noticeFrom(closing), receivers.roles);
        if (told.ok) this.#told(`digest of ${countOf(closing)} sent`, 'digest');
        return told;
      },
      giveUp: (closing, failure) => this.#bury(noticeFrom(closing), failure),
      trouble: (failure) => {
        log.failure(failure);
        context.report({ health: 'degraded', text: failure.reason });
      },
    });
  }

  open(): Promise<Result<void>> {
    return this.#gathering.open();
  }

  async handle(message: Message): Promise<Outcome> {
    const { config, clock } = this.#context;
    const templates = { subject: config.subject, text: config.text, timeZone: this.#timeZone };
    const notice = noticeOf(message, templates, clock.now());
    if (!notice.ok) return reject(notice.failure);
    const verdict = await this.#gathering.admit(notice.value);
    if (!verdict.ok) return outcomeOfFailure(verdict.failure);
    if (verdict.value !== 'tell') return this.#keep(message, verdict.value);
    const stop = keepLease(message.delivery, this.#journal, clock);
    const { channel, roles } = this.#receivers;
    const told = await channel.tell(notice.value, roles).finally(stop);
    if (!told.ok) return this.#failed(told.failure);
    this.#told('sent', 'sent');
    return delivered(message, told.value, 'sent', this.#journal);
  }

  close(): Promise<void> {
    return this.#gathering.close();
  }

  #keep(message: Message, verdict: 'kept' | 'known'): Promise<Outcome> {
    if (verdict === 'kept') telemetry.count('plantwire_notices_total', { outcome: 'kept' });
    const { kept } = this.#gathering;
    this.#context.report({ health: 'waiting', text: `${kept ? countOf(kept) : 0} kept for the digest` });
    return delivered(message, forDigest, 'sent', this.#journal);
  }

  #failed(failure: Failure): Outcome {
    this.#context.report({ health: 'degraded', text: failure.reason });
    return outcomeOfFailure(failure);
  }

  #told(text: string, outcome: 'sent' | 'digest'): void {
    telemetry.count('plantwire_notices_total', { outcome });
    this.#context.report({ health: 'ok', text });
  }

  /** A digest belongs to no message that could be refused: it becomes a dead letter of its own. */
  #bury(notice: Notice, failure: Failure): Promise<Result<unknown>> {
    const { name, flow } = this.#context;
    return this.#journal.bury({
      stage: name,
      flow,
      message: { event: notice, failure, trail: [] },
      original: notice,
      failure,
    });
  }
}

const forDigest: Receipt = {
  verdict: 'noted',
  summary: 'counted, and told in the next digest',
  records: [],
  readBack: {},
};
