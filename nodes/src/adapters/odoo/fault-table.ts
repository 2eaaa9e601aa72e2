/**
 * The fault table, provoked row by row on real servers (14.0 and 19.0). HTTP status alone misleads: 404 may be a
 * database that is down, 500 is mostly a permanent mistake of ours.
 */
import type { FailureClass } from '../../domain/failure.ts';

/** A reply that was no result, before it is judged. `name` is the Python exception where the server gave one. */
export interface Fault {
  readonly status: number;
  readonly name?: string;
  readonly message?: string;
}

export interface Row {
  readonly when: (fault: Fault) => boolean;
  readonly code: string;
  readonly class: FailureClass;
  readonly reason: string;
  readonly nextStep: string;
}

const named =
  (pattern: RegExp) =>
  (fault: Fault): boolean =>
    fault.name !== undefined && pattern.test(fault.name);
const plain =
  (...statuses: number[]) =>
  (fault: Fault): boolean =>
    fault.name === undefined && statuses.includes(fault.status);
const says = (pattern: RegExp, rule: (fault: Fault) => boolean) => (fault: Fault) =>
  rule(fault) && pattern.test(fault.message ?? '');

const RETRIES = 'It is tried again by itself.';
const KEY = 'Check login and API key of the Odoo connection; a key of a normal user expires after at most 90 days.';
const REPORT = 'Report it with this text: the call does not fit this version of Odoo.';
const RIGHTS = 'Give the integration user the missing group in Odoo, then replay.';

/** First match wins. */
export const TABLE: readonly Row[] = [
  {
    when: says(/does not exist/i, named(/^psycopg2\.OperationalError$/)),
    code: 'odoo-database-unknown',
    class: 'configuration',
    reason: 'this server has no database of that name',
    nextStep: 'Correct the database name of the Odoo connection.',
  },
  {
    when: named(/^psycopg2\.OperationalError$/),
    code: 'odoo-database-down',
    class: 'transient',
    reason: 'Odoo cannot reach its PostgreSQL server',
    nextStep: `Check PostgreSQL on the Odoo server. ${RETRIES}`,
  },
  {
    when: named(/^psycopg2\.errors\.(SerializationFailure|DeadlockDetected|LockNotAvailable)$/),
    code: 'odoo-write-conflict',
    class: 'conflict',
    reason: 'somebody else was changing the same records',
    nextStep: RETRIES,
  },
  {
    when: named(/(^|\.)LockError$/),
    code: 'odoo-record-locked',
    class: 'conflict',
    reason: 'another process holds the record',
    nextStep: RETRIES,
  },
  {
    when: says(/already (executing|being executed)|currently being/i, named(/^odoo\.exceptions\.UserError$/)),
    code: 'odoo-record-locked',
    class: 'conflict',
    reason: 'another process holds the record',
    nextStep: RETRIES,
  },
  {
    when: named(/^psycopg2\./),
    code: 'odoo-database-error',
    class: 'unknown',
    reason: 'the database connection broke during the call',
    nextStep: 'Odoo is asked what was done before anything is repeated.',
  },
  {
    // Odoo 19 with threads, several callers at once: seen in a search.
    when: says(/changed size during iteration/i, named(/^builtins\.RuntimeError$/)),
    code: 'odoo-threads-collided',
    class: 'unknown',
    reason: 'two calls met in the memory of one Odoo process',
    nextStep:
      'Odoo is asked what was done before anything is repeated. Where it happens often let Odoo run with workers.',
  },
  {
    when: says(/not JSON serializable|cannot marshal/i, named(/^builtins\.TypeError$/)),
    code: 'odoo-answer-unreadable',
    class: 'unknown',
    reason: 'Odoo could not write down its answer, which says nothing about the change',
    nextStep: 'Odoo is asked what was done before anything is repeated.',
  },
  {
    when: named(/AccessDenied$|exceptions\.Unauthorized$|SessionExpired/),
    code: 'odoo-key-refused',
    class: 'authorisation',
    reason: 'Odoo refused login or API key',
    nextStep: KEY,
  },
  {
    when: says(/Object .* doesn't exist/i, named(/^odoo\.exceptions\.UserError$/)),
    code: 'odoo-model-missing',
    class: 'configuration',
    reason: 'a needed Odoo app is not installed',
    nextStep: 'Install the app (Manufacturing and Inventory at least), then replay.',
  },
  {
    when: says(/model/i, named(/^werkzeug\.exceptions\.NotFound$/)),
    code: 'odoo-model-missing',
    class: 'configuration',
    reason: 'a needed Odoo app is not installed',
    nextStep: 'Install the app (Manufacturing and Inventory at least), then replay.',
  },
  {
    when: named(/^werkzeug\.exceptions\.NotFound$|^builtins\.AttributeError$/),
    code: 'odoo-method-missing',
    class: 'business',
    reason: 'this version of Odoo has no such method',
    nextStep: REPORT,
  },
  {
    when: named(/^odoo\.exceptions\.AccessError$/),
    code: 'odoo-access-denied',
    class: 'business',
    reason: 'the integration user may not do this',
    nextStep: RIGHTS,
  },
  {
    when: named(/^odoo\.exceptions\.MissingError$/),
    code: 'odoo-record-missing',
    class: 'business',
    reason: 'the record does not exist any more',
    nextStep: 'Look in Odoo who deleted it, correct the message, then replay.',
  },
  {
    when: named(/^odoo\.exceptions\.ValidationError$/),
    code: 'odoo-refused-values',
    class: 'business',
    reason: 'Odoo refused the values',
    nextStep: 'Correct the record or the message, then replay.',
  },
  {
    when: named(/^odoo\.exceptions\.(UserError|RedirectWarning)$/),
    code: 'odoo-business-rule',
    class: 'business',
    reason: 'a rule in Odoo forbids it',
    nextStep: 'Do in Odoo what its message asks for, then replay.',
  },
  {
    when: named(/RequestEntityTooLarge$/),
    code: 'odoo-request-too-large',
    class: 'data',
    reason: 'the request is larger than Odoo accepts',
    nextStep: 'Split the data.',
  },
  {
    when: named(
      /^builtins\.|^werkzeug\.exceptions\.(BadRequest|UnprocessableEntity|UnsupportedMediaType)|^odoo\.exceptions\./,
    ),
    code: 'odoo-call-refused',
    class: 'business',
    reason: 'Odoo could not work with the values sent',
    nextStep: REPORT,
  },
  {
    when: plain(404),
    code: 'odoo-no-database',
    class: 'transient',
    reason: 'Odoo answers without a database: PostgreSQL is down or the database name is wrong',
    nextStep: `Check PostgreSQL on the Odoo server, then the database name. ${RETRIES}`,
  },
  {
    when: plain(502, 503, 504),
    code: 'odoo-proxy',
    class: 'unknown',
    reason: 'a proxy in front of Odoo answered in its place',
    nextStep: 'Odoo is asked what was done before anything is repeated.',
  },
  {
    when: plain(500),
    code: 'odoo-overloaded',
    class: 'transient',
    reason: 'Odoo has no free database connection',
    nextStep: RETRIES,
  },
  {
    when: plain(429),
    code: 'odoo-throttled',
    class: 'throttled',
    reason: 'Odoo or its host limits our calls',
    nextStep: RETRIES,
  },
  {
    when: plain(401, 403),
    code: 'odoo-key-refused',
    class: 'authorisation',
    reason: 'the server refused us before Odoo saw the call',
    nextStep: KEY,
  },
  {
    when: plain(413),
    code: 'odoo-request-too-large',
    class: 'data',
    reason: 'the request is larger than the server accepts',
    nextStep: 'Split the data.',
  },
  {
    when: plain(301, 302, 303, 307, 308),
    code: 'odoo-address-moved',
    class: 'configuration',
    reason: 'the address only redirects',
    nextStep: 'Put the final address, usually https, into the Odoo connection.',
  },
  {
    when: plain(400, 415),
    code: 'odoo-call-refused',
    class: 'business',
    reason: 'the server could not read our request',
    nextStep: REPORT,
  },
];

export const FALLBACK: Omit<Row, 'when'> = {
  code: 'odoo-answer-unreadable',
  class: 'unknown',
  reason: 'the answer is not one that Odoo gives',
  nextStep: 'Check that the address of the Odoo connection leads to Odoo and not to another program.',
};
