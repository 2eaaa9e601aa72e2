/** OPC UA data value → sample: the value as JSON can carry it, the status by its symbol, both timestamps. */
import { DataType, type DataValue, type Variant } from 'node-opcua-client';
import type { Sample } from '../../domain/ports.ts';

export function toSample(tag: string, dataValue: DataValue): Sample {
  const { sourceTimestamp, serverTimestamp } = dataValue;
  return {
    tag,
    value: plainValue(dataValue.value),
    status: symbolOf(dataValue.statusCode.name),
    ...(sourceTimestamp ? { sourceTimestamp: sourceTimestamp.toISOString() } : {}),
    ...(serverTimestamp ? { serverTimestamp: serverTimestamp.toISOString() } : {}),
  };
}

/** A gap in watching: no value, no timestamp, in the place where the gap is. */
export function gapSample(tag: string, status: string): Sample {
  return { tag, value: null, status };
}

/** The library writes extra bits behind the symbol: `Good#Overflow`. */
function symbolOf(name: string): string {
  return name.split(/[#|]/)[0] ?? name;
}

function plainValue(variant: Variant | undefined): Sample['value'] {
  if (!variant || variant.value === null || variant.value === undefined) return null;
  const value: unknown = variant.value;
  switch (variant.dataType) {
    case DataType.Int64:
    case DataType.UInt64:
      return wholeNumber(value, variant.dataType === DataType.Int64);
    case DataType.Float:
      // The shortest decimal that is the same 32-bit float: 12.3, not 12.300000190734863.
      return typeof value === 'number' ? Number(value.toPrecision(7)) : null;
    case DataType.LocalizedText:
      return (value as { text: string | null }).text;
    case DataType.DateTime:
      return (value as Date).toISOString();
    default:
      return plainScalar(value);
  }
}

function plainScalar(value: unknown): Sample['value'] {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return JSON.stringify(value).slice(0, 1000);
}

/** 64 bit come as two words; beyond 2^53 they are kept as text, because a number would not be exact. */
function wholeNumber(words: unknown, signed: boolean): Sample['value'] {
  if (!Array.isArray(words)) return plainScalar(words);
  const [high, low] = words as [number, number];
  const raw = (BigInt(high) << 32n) | BigInt(low);
  const exact = signed ? BigInt.asIntN(64, raw) : raw;
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact.toString();
}
