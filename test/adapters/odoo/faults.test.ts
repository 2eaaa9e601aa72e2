/** The fault table, row by row: what a server may answer, and the verdict it must get. */
import type { FailureClass } from '../../../nodes/src/domain/failure.ts';
import type { ErpCall } from '../../../nodes/src/domain/ports.ts';
import { html, json, KEY, type Stub, startStub } from './stub-server.ts';

const CALL: ErpCall = { model: 'mrp.production', method: 'button_mark_done', ids: [1] };

interface Row {
  readonly what: string;
  readonly status: number;
  readonly name?: string;
  readonly message?: string;
  readonly code: string;
  readonly class: FailureClass;
}

const ODOO: readonly Row[] = [
  {
    what: 'wrong, missing or expired key',
    status: 401,
    name: 'werkzeug.exceptions.Unauthorized',
    code: 'odoo-key-refused',
    class: 'authorisation',
  },
  {
    what: 'denied log-in',
    status: 403,
    name: 'odoo.exceptions.AccessDenied',
    code: 'odoo-key-refused',
    class: 'authorisation',
  },
  {
    what: 'database missing',
    status: 500,
    name: 'psycopg2.OperationalError',
    message: 'FATAL: database "x" does not exist',
    code: 'odoo-database-unknown',
    class: 'configuration',
  },
  {
    what: 'PostgreSQL down',
    status: 500,
    name: 'psycopg2.OperationalError',
    message: 'connection refused',
    code: 'odoo-database-down',
    class: 'transient',
  },
  {
    what: 'model missing',
    status: 404,
    name: 'werkzeug.exceptions.NotFound',
    message: "the model 'x' does not exist",
    code: 'odoo-model-missing',
    class: 'configuration',
  },
  {
    what: 'model missing by JSON-RPC',
    status: 200,
    name: 'odoo.exceptions.UserError',
    message: "Object x.y doesn't exist",
    code: 'odoo-model-missing',
    class: 'configuration',
  },
  {
    what: 'method missing',
    status: 404,
    name: 'werkzeug.exceptions.NotFound',
    message: 'no such method',
    code: 'odoo-method-missing',
    class: 'business',
  },
  {
    what: 'method missing by JSON-RPC',
    status: 200,
    name: 'builtins.AttributeError',
    code: 'odoo-method-missing',
    class: 'business',
  },
  {
    what: 'private method or right missing',
    status: 403,
    name: 'odoo.exceptions.AccessError',
    code: 'odoo-access-denied',
    class: 'business',
  },
  {
    what: 'body that is no JSON',
    status: 400,
    name: 'werkzeug.exceptions.BadRequest',
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'argument missing',
    status: 422,
    name: 'werkzeug.exceptions.UnprocessableEntity',
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'unknown argument',
    status: 500,
    name: 'builtins.TypeError',
    message: 'unexpected keyword',
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'record gone',
    status: 404,
    name: 'odoo.exceptions.MissingError',
    code: 'odoo-record-missing',
    class: 'business',
  },
  {
    what: 'constraint',
    status: 422,
    name: 'odoo.exceptions.ValidationError',
    code: 'odoo-refused-values',
    class: 'business',
  },
  {
    what: 'business rule',
    status: 422,
    name: 'odoo.exceptions.UserError',
    message: 'You cannot',
    code: 'odoo-business-rule',
    class: 'business',
  },
  {
    what: 'business rule with redirect, although it is a 500',
    status: 500,
    name: 'odoo.exceptions.RedirectWarning',
    code: 'odoo-business-rule',
    class: 'business',
  },
  {
    what: 'bad field or value, although it is a 500',
    status: 500,
    name: 'builtins.ValueError',
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'bad field in a write, although it is a 500',
    status: 500,
    name: 'builtins.KeyError',
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'write conflict after five tries',
    status: 500,
    name: 'psycopg2.errors.SerializationFailure',
    code: 'odoo-write-conflict',
    class: 'conflict',
  },
  {
    what: 'two threads of one Odoo process met in its memory',
    status: 500,
    name: 'builtins.RuntimeError',
    message: 'dictionary changed size during iteration',
    code: 'odoo-threads-collided',
    class: 'unknown',
  },
  {
    what: 'deadlock',
    status: 500,
    name: 'psycopg2.errors.DeadlockDetected',
    code: 'odoo-write-conflict',
    class: 'conflict',
  },
  {
    what: 'lock not available',
    status: 500,
    name: 'psycopg2.errors.LockNotAvailable',
    code: 'odoo-write-conflict',
    class: 'conflict',
  },
  {
    what: 'record locked',
    status: 409,
    name: 'odoo.exceptions.LockError',
    code: 'odoo-record-locked',
    class: 'conflict',
  },
  {
    what: 'another process at work',
    status: 422,
    name: 'odoo.exceptions.UserError',
    message: 'This is already executing',
    code: 'odoo-record-locked',
    class: 'conflict',
  },
  {
    what: 'database connection broken in the middle',
    status: 500,
    name: 'psycopg2.InterfaceError',
    message: 'connection already closed',
    code: 'odoo-database-error',
    class: 'unknown',
  },
  {
    what: 'result that cannot be written down after the commit',
    status: 200,
    name: 'builtins.TypeError',
    message: 'Object of type X is not JSON serializable',
    code: 'odoo-answer-unreadable',
    class: 'unknown',
  },
  {
    what: 'request too large',
    status: 413,
    name: 'werkzeug.exceptions.RequestEntityTooLarge',
    code: 'odoo-request-too-large',
    class: 'data',
  },
  {
    what: 'exception nobody knows',
    status: 500,
    name: 'vendor.StrangeError',
    code: 'odoo-answer-unreadable',
    class: 'unknown',
  },
];

const PAGES: readonly Row[] = [
  { what: 'page without database (or PostgreSQL down)', status: 404, code: 'odoo-no-database', class: 'transient' },
  { what: 'no free database connection', status: 500, code: 'odoo-overloaded', class: 'transient' },
  { what: 'proxy: bad gateway', status: 502, code: 'odoo-proxy', class: 'unknown' },
  { what: 'proxy: unavailable', status: 503, code: 'odoo-proxy', class: 'unknown' },
  { what: 'proxy: time-out', status: 504, code: 'odoo-proxy', class: 'unknown' },
  { what: 'too many calls', status: 429, code: 'odoo-throttled', class: 'throttled' },
  { what: 'proxy asks for a log-in', status: 401, code: 'odoo-key-refused', class: 'authorisation' },
  { what: 'proxy limits the size', status: 413, code: 'odoo-request-too-large', class: 'data' },
  { what: 'wrong content type', status: 415, code: 'odoo-call-refused', class: 'business' },
  { what: 'redirect to https', status: 301, code: 'odoo-address-moved', class: 'configuration' },
  { what: 'page of another program', status: 200, code: 'odoo-answer-unreadable', class: 'unknown' },
];

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());

const failureOf = async (call: ErpCall, protocol: 'json2' | 'jsonrpc' = 'json2') => {
  const answer = await stub.connect({ protocol }).call(call);
  if (answer.ok) throw new Error('succeeded');
  return answer.failure;
};

describe('an error that Odoo itself reports', () => {
  test.each(ODOO.map((row) => [row.what, row] as const))('%s (JSON-2)', async (_what, row) => {
    stub.answer = (_seen, response) =>
      json(response, row.status === 200 ? 500 : row.status, {
        name: row.name,
        message: row.message ?? 'text',
        debug: 'Traceback (most recent call last)',
      });
    expect(await failureOf(CALL)).toMatchObject({ code: row.code, class: row.class });
  });

  test.each(ODOO.map((row) => [row.what, row] as const))('%s (JSON-RPC, always HTTP 200)', async (_what, row) => {
    stub.answer = (_seen, response) =>
      json(response, 200, {
        jsonrpc: '2.0',
        id: 1,
        error: {
          code: 200,
          message: 'Odoo Server Error',
          data: { name: row.name, message: row.message ?? 'text', debug: 'Traceback' },
        },
      });
    expect(await failureOf(CALL, 'jsonrpc')).toMatchObject({ code: row.code, class: row.class });
  });

  test.each(ODOO.filter((row) => row.class === 'unknown').map((row) => [row.what, row] as const))(
    '%s may be repeated when the call changes nothing twice',
    async (_what, row) => {
      stub.answer = (_seen, response) => json(response, 500, { name: row.name, message: row.message });
      expect(await failureOf({ ...CALL, repeatable: true })).toMatchObject({ code: row.code, class: 'transient' });
    },
  );
});

describe('a page instead of an answer', () => {
  test.each(PAGES.map((row) => [row.what, row] as const))('%s', async (_what, row) => {
    stub.answer = (_seen, response) => html(response, row.status, `<html><body><h1>Page</h1>${row.what}</body></html>`);
    expect(await failureOf(CALL)).toMatchObject({ code: row.code, class: row.class });
    expect(await failureOf({ ...CALL, repeatable: true })).toMatchObject({
      code: row.code,
      class: row.class === 'unknown' ? 'transient' : row.class,
    });
  });
});

test('the pause a server asks for is kept, an absurd one is bounded, a date is not guessed', async () => {
  const asked = async (header: string) => {
    stub.answer = (_seen, response) => {
      response.setHeader('Retry-After', header);
      html(response, 429, 'slow down');
    };
    return (await failureOf(CALL)).retryAfterMs;
  };
  expect(await asked('7')).toBe(7_000);
  expect(await asked('999999')).toBe(3_600_000);
  expect(await asked('Wed, 21 Oct 2026 07:28:00 GMT')).toBeUndefined();
});

describe('no answer at all', () => {
  test('nobody listens: surely not done', async () => {
    const answer = await stub.connect({ url: 'http://127.0.0.1:1' }).call(CALL);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'odoo-unreachable', class: 'transient' } });
  });

  test('the name leads nowhere: surely not done', async () => {
    const answer = await stub.connect({ url: 'http://no-such-host.invalid' }).call(CALL);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'odoo-network-down', class: 'transient' } });
  });

  test('the address is none', async () => {
    const answer = await stub.connect({ url: 'erp example' }).call(CALL);
    expect(answer).toMatchObject({ ok: false, failure: { class: 'configuration' } });
  });

  test('the connection breaks after sending: unknown', async () => {
    stub.answer = (_seen, _response, request) => void request.socket.destroy();
    expect(await failureOf(CALL)).toMatchObject({ code: 'odoo-answer-lost', class: 'unknown' });
    expect(await failureOf({ ...CALL, repeatable: true })).toMatchObject({
      code: 'odoo-answer-lost',
      class: 'transient',
    });
  });

  test('the answer breaks off half way: unknown', async () => {
    stub.answer = (_seen, response, request) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('[1, 2', () => request.socket.destroy());
    };
    expect(await failureOf(CALL)).toMatchObject({ code: 'odoo-answer-lost', class: 'unknown' });
  });

  test('the time limit runs out: unknown, however slowly the server goes on sending', async () => {
    const dripping = new Set<NodeJS.Timeout>();
    stub.answer = (_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      dripping.add(setInterval(() => response.write(' '), 20));
    };
    const answer = await stub.connect({ deadlineMs: 200 }).call(CALL);
    for (const timer of dripping) clearInterval(timer);
    expect(answer).toMatchObject({
      ok: false,
      failure: { code: 'odoo-answer-lost', class: 'unknown', reason: 'Odoo gave no answer in time' },
    });
  });
});

describe('what a failure tells', () => {
  test('neither the traceback nor the key, also when the server repeats it', async () => {
    stub.answer = (_seen, response) =>
      json(response, 422, {
        name: 'odoo.exceptions.UserError',
        message: `bearer ${KEY} is no good`,
        debug: 'Traceback: File "x.py"',
      });
    const text = JSON.stringify(await failureOf(CALL));
    expect(text).not.toContain(KEY);
    expect(text).not.toContain('Traceback');
  });

  test('a long page is shortened to one line', async () => {
    stub.answer = (_seen, response) =>
      json(response, 422, { name: 'odoo.exceptions.UserError', message: `${'word '.repeat(500)}\n<b>end</b>` });
    expect((await failureOf(CALL)).cause?.length).toBeLessThanOrEqual(300);
  });
});
