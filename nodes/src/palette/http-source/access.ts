/** Who may bring messages: key or signature, and how often, good and bad requests counted apart. */
import { type Bucket, drawOne, fullBucket, type Rate } from '../../domain/delivery/token-bucket.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Clock } from '../../domain/ports.ts';
import type { HttpAnswer, HttpRequest } from '../../host/node.ts';
import { later, problem, refusal, WORDS } from './problem.ts';

/** What the entry's adapter does. */
export interface Proof {
  isSameSecret(given: string, known: string): boolean;
  judgeSignature(
    request: {
      readonly id: string;
      readonly timestamp: string;
      readonly signatures: string;
      readonly body: Uint8Array;
    },
    secrets: readonly string[],
    nowMs: number,
    toleranceMs: number,
  ): 'good' | 'incomplete' | 'wrong' | 'too-old' | 'too-new';
}

export interface AccessRules {
  readonly path: string;
  readonly access: 'apiKey' | 'signature' | 'none';
  readonly secrets: readonly string[];
  readonly toleranceMs: number;
  readonly perMinute: number;
}

const REFUSALS: Rate = { perMinute: 20, burst: 20 };
const MAX_ADDRESSES = 1_000;

export class Access {
  readonly #rules: AccessRules;
  readonly #proof: Proof;
  readonly #clock: Clock;
  readonly #rate: Rate;
  #bucket: Bucket;
  readonly #refused = new Map<string, Bucket>();

  constructor(rules: AccessRules, proof: Proof, clock: Clock) {
    this.#rules = rules;
    this.#proof = proof;
    this.#clock = clock;
    this.#rate = { perMinute: rules.perMinute, burst: Math.max(1, Math.ceil(rules.perMinute / 10)) };
    this.#bucket = fullBucket(this.#rate, clock.now());
  }

  /** The answer to a request that may not come in; undefined when it may. */
  refuse(request: HttpRequest, body: Uint8Array): HttpAnswer | undefined {
    const { path } = this.#rules;
    const words = this.#judge(request, body);
    if (words) {
      const waitMs = this.#countRefusal(request.remoteAddress);
      if (waitMs > 0) return problem(429, refusal(path, WORDS.tooManyWrongKeys), later(waitMs / 1_000));
      return problem(401, refusal(path, words, 'authorisation'), { 'www-authenticate': 'Bearer' });
    }
    const drawn = drawOne(this.#bucket, this.#rate, this.#clock.now());
    this.#bucket = drawn.bucket;
    if (drawn.waitMs === 0) return undefined;
    return problem(429, refusal(path, WORDS.tooOften, 'throttled'), later(drawn.waitMs / 1_000));
  }

  #judge({ headers }: HttpRequest, body: Uint8Array): Pick<Failure, 'code' | 'reason' | 'nextStep'> | undefined {
    const { access, secrets, toleranceMs } = this.#rules;
    if (access === 'none') return undefined;
    if (access === 'apiKey') {
      const given = headers['x-api-key'] ?? /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
      if (given === undefined || given === '') return WORDS.keyMissing;
      const isKnown = secrets.filter((known) => this.#proof.isSameSecret(given.trim(), known)).length > 0;
      return isKnown ? undefined : WORDS.keyWrong;
    }
    const signed = {
      id: headers['webhook-id'] ?? '',
      timestamp: headers['webhook-timestamp'] ?? '',
      signatures: headers['webhook-signature'] ?? '',
      body,
    };
    const verdict = this.#proof.judgeSignature(signed, secrets, this.#clock.now(), toleranceMs);
    return verdict === 'good' ? undefined : WORDS.signature[verdict];
  }

  #countRefusal(address: string): number {
    const nowMs = this.#clock.now();
    const drawn = drawOne(this.#refused.get(address) ?? fullBucket(REFUSALS, nowMs), REFUSALS, nowMs);
    this.#refused.delete(address);
    this.#refused.set(address, drawn.bucket);
    const [oldest] = this.#refused.keys();
    if (this.#refused.size > MAX_ADDRESSES && oldest !== undefined) this.#refused.delete(oldest);
    return drawn.waitMs;
  }
}
