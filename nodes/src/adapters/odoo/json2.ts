/** JSON-2, the protocol of Odoo 19 and later: one POST per call, named arguments, bare JSON as result. */
import type { ErpCall } from '../../domain/ports.ts';
import type { OdooConnection } from './connection.ts';
import type { Fault } from './fault-table.ts';
import type { HttpRequest } from './http.ts';

export type Reading = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: Fault };

export function json2Request(connection: OdooConnection, call: ErpCall): HttpRequest {
  return {
    method: 'POST',
    path: `/json/2/${encodeURIComponent(call.model)}/${encodeURIComponent(call.method)}`,
    headers: { Authorization: `bearer ${connection.apiKey}`, 'X-Odoo-Database': connection.db },
    body: {
      ...call.args,
      ...(call.ids ? { ids: call.ids } : {}),
      ...(call.context ? { context: call.context } : {}),
    },
  };
}

export function readJson2(status: number, body: string): Reading {
  const parsed = parseJson(body);
  if (status === 200 && parsed.ok) return { ok: true, value: parsed.value };
  const error = parsed.ok ? errorFields(parsed.value) : {};
  return { ok: false, fault: { status, ...error } };
}

export function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

/** Name and message only: `debug` is the server's whole traceback, sent to every API user. */
export function errorFields(error: unknown): { name?: string; message?: string } {
  if (typeof error !== 'object' || error === null) return {};
  const { name, message } = error as Record<string, unknown>;
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}
