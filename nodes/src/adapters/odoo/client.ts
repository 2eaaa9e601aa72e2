/**
 * The Erp port over HTTP. Sends each call once, in the order asked, at most `parallelCalls` at a time; classifies
 * what comes back and leaves every decision about repeating to the caller.
 */
import type { Failure } from '../../domain/failure.ts';
import type { Erp, ErpCall, ErpProfile, Result } from '../../domain/ports.ts';
import type { OdooConnection } from './connection.ts';
import { probe } from './probe.ts';
import { openWire, perform } from './wire.ts';

export function openErp(connection: OdooConnection): Erp {
  const wire = openWire(connection);
  const turn = gate(connection.parallelCalls);
  let known: Promise<Result<ErpProfile>> | undefined;

  const profile = async (): Promise<Result<ErpProfile>> => {
    known ??= probe(wire);
    const result = await known;
    if (!result.ok) known = undefined;
    return result;
  };

  const call = (request: ErpCall): Promise<Result<unknown>> =>
    turn(async () => {
      const server = await profile();
      if (!server.ok) return server;
      const answer = await perform(wire, server.value, request);
      if (!answer.ok && mayBeAnother(answer.failure)) known = undefined;
      return answer;
    });

  return {
    profile: (ask) =>
      turn(() => {
        if (ask?.isFresh) known = undefined;
        return profile();
      }),
    call,
  };
}

/** A refused key may mean another database behind the same address, a server that was away another version. */
const mayBeAnother = (failure: Failure): boolean =>
  failure.class === 'authorisation' || failure.code === 'odoo-unreachable';

/** Lets at most `places` tasks run; the others wait in the order they came. */
function gate(places: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
