/** What may arrive where values are read: samples of any source, or a block of Modbus registers. */
import { z } from 'zod';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result, type Sample } from '../ports.ts';
import type { SitePack } from '../site/pack.ts';
import { readRegisters } from './registers.ts';

export interface Input {
  /** Name of the endpoint they come from; empty when the message does not say it. */
  readonly source: string;
  readonly samples: readonly Sample[];
  /** Longest time a change goes unnoticed, as a watching source says; absent for polled ones. */
  readonly observedMs?: number;
}

const sampleSchema = z.looseObject({
  tag: z.string().min(1),
  // Anything else is the compiler's to refuse, with the tag it stands for.
  value: z.unknown(),
  status: z.string().min(1).default('Good'),
  sourceTimestamp: z.string().optional(),
  serverTimestamp: z.string().optional(),
});
const payloadSchema = z.looseObject({
  source: z.string().optional(),
  samples: z.array(sampleSchema),
  observedMs: z.number().positive().optional(),
});

/** Values that are no plain data become their JSON text, at most 200 characters; `modbusEndpoint` may be empty. */
export function readInput(payload: unknown, pack: SitePack, modbusEndpoint: string): Result<Input> {
  if (Array.isArray(payload)) return registersOf(payload, pack, modbusEndpoint);
  const read = payloadSchema.safeParse(payload);
  if (!read.success) return fail(notSamples(payload));
  const { source = '', samples, observedMs } = read.data;
  return ok({ source, samples: samples.map(plainSample), ...(observedMs === undefined ? {} : { observedMs }) });
}

function plainSample({ tag, value, status, sourceTimestamp, serverTimestamp }: z.output<typeof sampleSchema>): Sample {
  return {
    tag,
    value: isPlain(value) ? value : JSON.stringify(value).slice(0, 200),
    status,
    ...(sourceTimestamp === undefined ? {} : { sourceTimestamp }),
    ...(serverTimestamp === undefined ? {} : { serverTimestamp }),
  };
}

function isPlain(value: unknown): value is Sample['value'] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function registersOf(words: readonly unknown[], pack: SitePack, wanted: string): Result<Input> {
  const endpoints = Object.entries(pack.endpoints).filter(([, { protocol }]) => protocol === 'modbus');
  const chosen = wanted === '' ? endpoints : endpoints.filter(([name]) => name === wanted);
  const [endpoint] = chosen;
  if (!endpoint || chosen.length > 1) return fail(endpointUnclear(endpoints.map(([name]) => name)));
  const read = readRegisters(words as readonly number[], endpoint[1].registers);
  return read.ok ? ok({ source: endpoint[0], samples: read.value }) : read;
}

function notSamples(payload: unknown): Failure {
  return {
    code: 'samples-missing',
    class: 'data',
    attempted: 'read samples',
    on: 'msg.payload',
    reason: `it is ${Array.isArray(payload) ? 'a list' : typeof payload}, neither samples nor registers`,
    nextStep: 'Send { samples: [{ tag, value, status, sourceTimestamp }] } or the registers of a Modbus read node.',
  };
}

function endpointUnclear(names: readonly string[]): Failure {
  return {
    code: 'modbus-endpoint-unclear',
    class: 'configuration',
    attempted: 'read a block of registers',
    on: 'msg.payload',
    reason: names.length === 0 ? 'the site pack has no Modbus endpoint' : `the site pack has ${names.join(', ')}`,
    nextStep: 'Choose the Modbus endpoint in the node.',
  };
}
