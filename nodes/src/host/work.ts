/** Makes the `Work` of one input: the only place that turns port names into Node-RED outputs. */
import type { Message, TrailEntry } from '../domain/message.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { System } from '../domain/ports.ts';
import type { NodeDefinition } from './define.ts';
import { eventType, toMessage, toRed, withStep } from './message.ts';
import type { StatusReport } from './node.ts';
import type { RedDone, RedMessage, RedNode, RedSend } from './red.ts';
import type { Work } from './settle.ts';
import { telemetry } from './telemetry.ts';

export interface Outlet {
  readonly node: RedNode;
  readonly definition: NodeDefinition;
  readonly system: System;
  readonly stage: string;
  readonly flow: string;
  readonly journalId?: string;
  status(report: StatusReport): void;
}

export function work(outlet: Outlet, msg: RedMessage, send: RedSend, done: RedDone): Work {
  const message = toMessage(msg);
  let settled = false;
  return {
    message,
    original: msg.payload,
    stage: outlet.stage,
    flow: outlet.flow,
    ...(outlet.journalId === undefined ? {} : { journalId: outlet.journalId }),
    reaches: (port) => reaches(outlet, port),
    send: (messages, port) => sendOut(outlet, messages, port, send, msg),
    status: outlet.status,
    count: (outcome) => count(outlet.definition, message, outcome, outlet.system.clock.now()),
    step: (verdict) => step(outlet, verdict),
    done(error) {
      if (settled) return;
      settled = true;
      if (error) done(error);
      else done();
    },
  };
}

/** Sends through one port; a port the definition does not know is a bug of the behaviour. */
export function sendOut(
  outlet: Outlet,
  messages: readonly Message[],
  port: string | undefined,
  send: RedSend,
  origin: RedMessage = {},
): void {
  const outputs = outlet.definition.outputs ?? [];
  if (outputs.length === 0 && port === undefined) return;
  const index = port === undefined ? 0 : outputs.findIndex((output) => output.name === port);
  if (index < 0) throw new Error(`${outlet.definition.type} has no port "${port}"`);
  const left = messages.map((message) => {
    countReceived(message);
    return toRed(withStep(message, step(outlet, message.failure?.code ?? outputs[index]?.name ?? 'passed')), origin);
  });
  send([...Array.from({ length: index }, () => null), left]);
}

const step = (outlet: Outlet, verdict: string): TrailEntry => ({
  stage: outlet.stage,
  at: instantOf(outlet.system.clock.now()),
  verdict,
});

let lastInstant = { ms: Number.NaN, text: '' };

/** Many messages share a millisecond. */
function instantOf(ms: number): string {
  if (ms !== lastInstant.ms) lastInstant = { ms, text: new Date(ms).toISOString() };
  return lastInstant.text;
}

/** A wire to a disabled node counts as none: the message would vanish there. */
export function reaches({ node, definition }: Outlet, port: string): boolean {
  const index = (definition.outputs ?? []).findIndex((output) => output.name === port);
  const targets = index < 0 ? [] : (node.wires?.[index] ?? []);
  const flow = node._flow;
  return targets.some((id) => (flow?.getNode ? Boolean(flow.getNode(id)) : true));
}

/** An envelope without a trail leaves one of our nodes for the first time. */
function countReceived(message: Message): void {
  if (message.trail.length > 0 || eventType(message) === undefined) return;
  telemetry.count('mfg_events_received_total', labels(message));
}

function count(definition: NodeDefinition, message: Message, outcome: Outcome, nowMs: number): void {
  telemetry.count('plantwire_messages_total', { node: definition.type, outcome: outcome.kind });
  if (outcome.kind === 'reject') telemetry.count('mfg_events_rejected_total', { rule: outcome.failure.code });
  if (outcome.kind !== 'pass' || !outcome.message.receipt || message.receipt) return;
  telemetry.count('mfg_events_applied_total', labels(outcome.message));
  const happenedAt = Date.parse(String((message.event as { time?: unknown } | null)?.time ?? ''));
  if (!Number.isNaN(happenedAt)) telemetry.latency(Math.max(0, (nowMs - happenedAt) / 1000));
}

/** Labels stay few: anything that is not a proper type or site is `unknown`. */
function labels(message: Message): { type: string; site: string } {
  const event = message.event as { type?: unknown; siteid?: unknown };
  const type = /^mfg(\.[a-z]{1,40}){2,3}\.v\d{1,3}$/.test(String(event.type)) ? String(event.type) : 'unknown';
  const site = /^[\w-]{1,40}$/.test(String(event.siteid)) ? String(event.siteid) : 'unknown';
  return { type, site };
}
