/** JSON-RPC, the protocol of Odoo 14 to 18 (19 still speaks it): positional ids, always HTTP 200, errors inside. */
import type { ErpCall } from '../../domain/ports.ts';
import type { OdooConnection } from './connection.ts';
import type { HttpRequest } from './http.ts';
import { errorFields, parseJson, type Reading } from './json2.ts';

/** First arguments whose name changed between 14 and 19, or which Odoo counts on getting by position. */
const BY_POSITION: Readonly<Record<string, string>> = {
  create: 'vals_list',
  // Its overrides in 14 name the argument each in their own way.
  default_get: 'fields',
  search: 'domain',
  search_count: 'domain',
  write: 'vals',
};

export function jsonrpcRequest(connection: OdooConnection, uid: number, call: ErpCall): HttpRequest {
  const { [BY_POSITION[call.method] ?? '']: first, ...named } = call.args ?? {};
  const positional = [...(call.ids ? [call.ids] : []), ...(first === undefined ? [] : [first])];
  const keywords = call.context ? { ...named, context: call.context } : named;
  return service('object', 'execute_kw', [
    connection.db,
    uid,
    connection.apiKey,
    call.model,
    call.method,
    positional,
    keywords,
  ]);
}

export const service = (name: 'common' | 'object', method: string, args: readonly unknown[]): HttpRequest => ({
  method: 'POST',
  path: '/jsonrpc',
  body: { jsonrpc: '2.0', method: 'call', id: 1, params: { service: name, method, args } },
});

export function readJsonrpc(status: number, body: string): Reading {
  const parsed = parseJson(body);
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return { ok: false, fault: { status } };
  const { error, result } = parsed.value as { error?: { data?: unknown; message?: unknown }; result?: unknown };
  // A method that returns None leaves the key out: that is a result, too.
  if (error === undefined)
    return status === 200 ? { ok: true, value: result ?? null } : { ok: false, fault: { status } };
  return { ok: false, fault: { status, ...errorFields(error.data ?? error) } };
}
