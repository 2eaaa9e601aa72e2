/** One call in the protocol of a server, and what its answer means; `client.ts` and `probe.ts` both speak through it. */
import type { Failure } from '../../domain/failure.ts';
import { type ErpCall, type ErpProfile, fail, ok, type Result } from '../../domain/ports.ts';
import { type OdooConnection, withoutSecrets } from './connection.ts';
import { judge, judgeSilence } from './faults.ts';
import { type Exchange, exchange, type HttpRequest } from './http.ts';
import { json2Request, type Reading, readJson2 } from './json2.ts';
import { jsonrpcRequest, readJsonrpc } from './jsonrpc.ts';
import { openLines } from './lines.ts';

/** What a probe may ask before protocol and user are known. */
export interface Wire {
  readonly connection: OdooConnection;
  ask(request: HttpRequest): Promise<Exchange>;
  failure(answer: Exchange, call: ErpCall, reading?: Reading): Failure;
}

/** One call in the protocol of `server`. */
export async function perform(wire: Wire, server: ErpProfile, call: ErpCall): Promise<Result<unknown>> {
  const json2 = server.protocol === 'json2';
  const request = json2 ? json2Request(wire.connection, call) : jsonrpcRequest(wire.connection, server.uid ?? 0, call);
  const answer = await wire.ask({ ...request, mayRepeat: call.repeatable === true });
  if (answer.kind !== 'reply') return fail(wire.failure(answer, call));
  const reading = (json2 ? readJson2 : readJsonrpc)(answer.status, answer.body);
  return reading.ok ? ok(reading.value) : fail(wire.failure(answer, call, reading));
}

export function openWire(connection: OdooConnection): Wire {
  const on = `${connection.url} (${connection.db})`;
  const lines = openLines(connection);
  return {
    connection,
    ask: (request) => exchange(connection, lines, request, connection.deadlineMs),
    failure(answer, call, reading) {
      const fault = reading && !reading.ok ? reading.fault : { status: answer.kind === 'reply' ? answer.status : 0 };
      const failure = answer.kind === 'reply' ? judge(fault, call, on) : judgeSilence(answer, call, on);
      const asked = answer.kind === 'reply' && answer.retryAfterMs ? { retryAfterMs: answer.retryAfterMs } : {};
      const cause = failure.cause ? { cause: withoutSecrets(failure.cause, connection) } : {};
      return { ...failure, ...cause, ...asked };
    },
  };
}
