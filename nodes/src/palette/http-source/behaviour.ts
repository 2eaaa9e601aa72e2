/** A request → an event that keeps its contract, stored before it is answered; a repeated one is answered with its outcome. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import { fingerprint } from '../../domain/idempotency/fingerprint.ts';
import type { Journal, RecallAnswer } from '../../domain/journal.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { compileValidator, type EventValidator } from '../../domain/validation/compile.ts';
import { type Contract, contractOf, eventOf } from '../../domain/validation/contract.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, HttpAnswer, HttpRequest, NodeContext } from '../../host/node.ts';
import { SourceActivity } from '../../host/source-status.ts';
import { Trouble } from '../../host/trouble.ts';
import { Access, type Proof } from './access.ts';
import type { definition } from './definition.ts';
import { type Environment, knownTypes, secretsOf } from './limits.ts';
import { later, problem, refusal, WORDS } from './problem.ts';
import { Sendings } from './sendings.ts';

export type Config = z.output<typeof definition.config>;

const STATUS_EVERY_MS = 1_000;
const COME_AGAIN_S = 5;

export async function startHttpSource(
  context: NodeContext<Config>,
  proof: Proof,
  environment: Environment = () => undefined,
): Promise<Result<Behaviour>> {
  const { config, hash } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { enterprise, site: siteId } = site.value.pack;
  const contract = contractOf({ ...config, enterprise, site: siteId });
  if (!contract.ok) return contract;
  const types = knownTypes(config.eventTypes);
  if (!types.ok) return types;
  const secrets = secretsOf(config, environment);
  if (!secrets.ok) return secrets;
  const validate = compileValidator({ accepts: types.value, strictness: 'tolerant', hash });
  const route = new Route(context, journal.value, contract.value, validate, proof, secrets.value);
  const stop = context.serve(config.path, (request) => route.answer(request));
  if (!stop.ok) {
    await route.close();
    return stop;
  }
  return ok({
    async close() {
      stop.value();
      await route.close();
    },
  });
}

interface Posting {
  readonly event: unknown;
  readonly id: string;
  readonly key: string;
  readonly print: string;
}

class Route {
  readonly #context: NodeContext<Config>;
  readonly #journal: Journal;
  readonly #contract: Contract;
  readonly #validate: EventValidator;
  readonly #access: Access;
  readonly #intake: Intake;
  readonly #activity: SourceActivity;
  readonly #sendings = new Sendings();
  readonly #trouble: Trouble;
  #cancelStatus: () => void = () => undefined;

  constructor(
    context: NodeContext<Config>,
    journal: Journal,
    contract: Contract,
    validate: EventValidator,
    proof: Proof,
    secrets: readonly string[],
  ) {
    const { id, config, clock, hash } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#journal = journal;
    this.#contract = contract;
    this.#validate = validate;
    this.#access = new Access({ ...config, secrets, toleranceMs: config.toleranceSeconds * 1_000 }, proof, clock);
    this.#activity = new SourceActivity(clock);
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: config.underWay },
      send: (message) => context.emit(message, 'events'),
      trouble: this.#trouble.hear,
    });
    this.#show();
  }

  async close(): Promise<void> {
    this.#cancelStatus();
    await this.#intake.close();
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const { path, maxKilobytes } = this.#context.config;
    const body = await request.body(maxKilobytes * 1_024);
    if (!body) return problem(413, refusal(path, WORDS.tooLarge(maxKilobytes)), { connection: 'close' });
    const refused = this.#access.refuse(request, body);
    if (refused) return refused;
    const type = request.headers['content-type'] ?? '';
    if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return problem(415, refusal(path, WORDS.mediaType));
    const sending = request.headers['idempotency-key'] ?? request.headers['webhook-id'];
    const bytes = this.#context.hash(new TextDecoder().decode(body));
    if (!this.#sendings.isSame(sending, bytes)) return problem(422, refusal(path, WORDS.reused));
    const posting = this.#read(request, type, body);
    if (!posting.ok) return problem(posting.failure.code === 'payload-unreadable' ? 400 : 422, posting.failure);
    this.#activity.heard();
    const answer = await this.#settle(posting.value);
    if (answer.status < 300) this.#sendings.remember(sending, bytes);
    return answer;
  }

  /** The contract is checked here, so that the sender himself hears of a mistake. */
  #read({ headers }: HttpRequest, contentType: string, body: Uint8Array): Result<Posting> {
    const { config, clock, hash } = this.#context;
    const arrival = { on: config.path, contentType, attributes: attributesOf(headers), body };
    const read = eventOf(this.#contract, arrival, clock.now(), hash);
    const event = read.ok ? this.#validate(read.value) : read;
    if (!event.ok) return event;
    const { id, idempotencykey, data } = event.value;
    if (idempotencykey === undefined) return fail(keyMissing(id));
    return ok({
      event: event.value,
      id,
      key: idempotencykey,
      print: fingerprint(data, config.volatile, hash),
    });
  }

  async #settle({ event, id, key, print }: Posting): Promise<HttpAnswer> {
    const { path } = this.#context.config;
    const known = await this.#journal.recall(key, print);
    if (!known.ok) return problem(503, known.failure, later(COME_AGAIN_S));
    if (known.value.kind === 'conflict') return problem(422, conflict(id, known.value.firstSeen));
    if (known.value.kind !== 'free') return outcome(id, key, known.value);
    if (!this.#intake.hasRoom()) return problem(503, refusal(path, WORDS.flowBehind, 'throttled'), later(COME_AGAIN_S));
    const taken = await this.#intake.take([{ identity: [key, print], message: { event, trail: [] } }]);
    if (!taken.ok) return problem(503, taken.failure, later(COME_AGAIN_S));
    return { status: 202, body: { id, key, state: 'accepted' } };
  }

  #show(): void {
    const { clock, report } = this.#context;
    const waiting = this.#intake.waiting();
    report(this.#activity.report({ waiting, ...(this.#trouble.now ? { trouble: this.#trouble.now } : {}) }));
    this.#cancelStatus = clock.after(STATUS_EVERY_MS, () => this.#show());
  }
}

/** CloudEvents binary mode over HTTP: `ce-` headers, percent-encoded. */
function attributesOf(headers: HttpRequest['headers']): Readonly<Record<string, string>> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(3), decoded(value)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const STATES = { committed: 'queued', applied: 'posted', refused: 'refused', unknown: 'in-doubt' } as const;

/** What became of the first sending. Final states are 200, so that the sender can stop asking. */
function outcome(id: string, key: string, known: Exclude<RecallAnswer, { kind: 'free' | 'conflict' }>): HttpAnswer {
  if (known.kind === 'in-flight') return { status: 202, body: { id, key, state: 'accepted' } };
  const { state, firstSeen, receipt } = known;
  const isFinal = state === 'applied' || state === 'refused';
  const summary = receipt ? { summary: receipt.summary, verdict: receipt.verdict } : {};
  return { status: isFinal ? 200 : 202, body: { id, key, state: STATES[state], firstSeen, ...summary } };
}

const keyMissing = (id: string): Failure => ({
  code: 'key-missing',
  class: 'data',
  attempted: 'take in a message',
  on: id,
  reason: 'nothing in its data makes the fact unique',
  nextStep: 'Send a transaction id or a counter range with it.',
});

const conflict = (id: string, firstSeen: string): Failure => ({
  code: 'conflicting-duplicate',
  class: 'business',
  attempted: 'take in a message',
  on: id,
  reason: `the same fact came with other data at ${firstSeen}`,
  nextStep: 'Compare both; a correction needs a transaction of its own.',
});
