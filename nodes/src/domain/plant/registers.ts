/** A block of Modbus registers → samples, by the register map of a site pack. */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result, type Sample } from '../ports.ts';
import type { SitePack } from '../site/pack.ts';

export type RegisterMap = SitePack['endpoints'][string]['registers'];
type Register = RegisterMap[number];

/** `words` are 16-bit registers as a Modbus node delivers them; offsets count from the first of them. */
export function readRegisters(words: readonly number[], map: RegisterMap): Result<readonly Sample[]> {
  const wrong = words.findIndex((word) => !Number.isInteger(word) || word < 0 || word > 0xffff);
  if (wrong >= 0) return refuse(`register ${wrong} is ${String(words[wrong])}, not a number of 16 bits`);
  const short = map.find((register) => register.offset + widthOf(register) > words.length);
  if (short) return refuse(`${short.tag} needs register ${short.offset + widthOf(short) - 1} of ${words.length} read`);
  return ok(map.map((register) => ({ tag: register.tag, value: decoded(words, register), status: 'Good' })));
}

function widthOf({ type }: Register): 1 | 2 {
  return type === 'uint16' || type === 'int16' ? 1 : 2;
}

function decoded(words: readonly number[], { offset, type, wordOrder }: Register): number {
  const [first = 0, second = 0] = [words[offset], words[offset + 1]];
  const view = new DataView(new ArrayBuffer(4));
  const [high, low] = wordOrder === 'high-first' ? [first, second] : [second, first];
  view.setUint16(0, high);
  view.setUint16(2, low);
  switch (type) {
    case 'uint16':
      return first;
    case 'int16':
      return (first << 16) >> 16;
    case 'uint32':
      return view.getUint32(0);
    case 'int32':
      return view.getInt32(0);
    case 'float32':
      // The shortest decimal that is the same 32-bit float.
      return Number(view.getFloat32(0).toPrecision(7));
  }
}

function refuse(reason: string): Result<never> {
  const failure: Failure = {
    code: 'registers-invalid',
    class: 'data',
    attempted: 'read a block of registers',
    on: 'msg.payload',
    reason,
    nextStep: 'Compare start address and quantity of the Modbus node with the register map of the site pack.',
  };
  return fail(failure);
}
