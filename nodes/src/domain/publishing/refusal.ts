/** What a peer answered instead of 2xx → a failure. One row per meaning; the first match wins. */
import type { Failure, FailureClass } from '../failure.ts';
import type { PeerRequest } from './peer.ts';

export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs?: number;
}

interface Row {
  readonly when: (status: number, asks: boolean) => boolean;
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
  /** It may have been done before this was answered. */
  readonly inDoubt?: true;
}

const one = (...known: readonly number[]): Row['when'] => {
  return (status) => known.includes(status);
};

/** Ends with a row for everything else. */
export const REFUSALS: readonly Row[] = [
  {
    when: (status) => status >= 300 && status < 400,
    code: 'http-redirected',
    class: 'configuration',
    reason: 'it has moved; what is signed for one address is not sent to another',
    nextStep: 'Enter the new address in the site pack.',
  },
  {
    when: one(401, 403, 407),
    code: 'http-access-refused',
    class: 'authorisation',
    reason: 'it does not accept our key or signature',
    nextStep: 'Compare key, secret and the clocks of both sides; the secret is set in the HTTP endpoint node.',
  },
  {
    when: (status, asks) => asks && status === 404,
    code: 'http-not-found',
    class: 'business',
    reason: 'it knows nothing of this name',
    nextStep: 'Compare what was asked with what that system holds.',
  },
  {
    when: one(404, 405, 501, 505),
    code: 'http-nobody-there',
    class: 'configuration',
    reason: 'nothing takes messages at this path',
    nextStep: 'Compare address and path with the documentation of that system.',
  },
  {
    when: one(410),
    code: 'http-gone',
    class: 'business',
    reason: 'it says that it wants these messages no more',
    nextStep: 'Ask who runs that system; then correct the address, or take the node out of the flow.',
  },
  {
    when: one(409, 423, 424),
    code: 'http-conflict',
    class: 'conflict',
    reason: 'it is busy with the same thing',
    nextStep: 'Wait: it is tried again by itself.',
  },
  {
    when: one(408, 425),
    code: 'http-not-ready',
    class: 'transient',
    reason: 'it did not get the request in time',
    nextStep: 'Wait: it is tried again by itself.',
  },
  {
    when: one(429, 503),
    code: 'http-busy',
    class: 'throttled',
    reason: 'it takes no more at present',
    nextStep: 'Wait: it is tried again by itself, not before the time it asked for.',
  },
  {
    when: (status) => status >= 400 && status < 500,
    code: 'http-refused',
    class: 'data',
    reason: 'it refuses this message',
    nextStep: 'Read what it says, correct the message or that system, and replay.',
  },
  {
    when: () => true,
    code: 'http-broken',
    class: 'transient',
    reason: 'it has an error of its own',
    nextStep: 'Wait: it is tried again by itself. If it stays, show its answer to who runs that system.',
    inDoubt: true,
  },
];

export function refusalOf(refusal: Refusal, request: PeerRequest, on: string): Failure {
  const row = REFUSALS.find(({ when }) => when(refusal.status, request.asks === true));
  if (!row) throw new Error('the last row takes every status');
  const said = wordsOf(refusal.body);
  return {
    code: row.code,
    class: row.class,
    attempted: request.attempted,
    on,
    reason: row.reason,
    nextStep: row.nextStep,
    cause: `HTTP ${refusal.status}${said === '' ? '' : `: ${said}`}`,
    ...(row.inDoubt ? { answerLost: true } : {}),
    ...(refusal.retryAfterMs === undefined ? {} : { retryAfterMs: refusal.retryAfterMs }),
  };
}

const MOST_WORDS = 300;
/** Where problem documents and common frameworks say what is wrong. */
const PLACES = ['detail', 'message', 'error_description', 'error', 'title', 'reason'] as const;

/** The peer's own words: of a problem document its detail, of plain text the beginning, of a page nothing. */
export function wordsOf(body: string): string {
  const text = body.trim();
  if (text.startsWith('<')) return '';
  const parsed = parsedJson(text);
  if (typeof parsed !== 'object' || parsed === null) return text.replace(/\s+/g, ' ').slice(0, MOST_WORDS);
  const said = PLACES.map((place) => Reflect.get(parsed, place) as unknown).find((value) => typeof value === 'string');
  return typeof said === 'string' ? said.replace(/\s+/g, ' ').slice(0, MOST_WORDS) : '';
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
