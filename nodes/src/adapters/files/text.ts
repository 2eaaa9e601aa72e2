/** Bytes of a file as text, piece by piece; the reader's pace decides how fast the disk is read. */
import { createReadStream } from 'node:fs';

export type Piece = { readonly piece: string } | { readonly broken: string };

export async function* textOf(file: string, encoding: string): AsyncGenerator<Piece> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(file))
      yield { piece: decoder.decode(chunk as Buffer, { stream: true }) };
    yield { piece: decoder.decode() };
  } catch (error) {
    const isText = error instanceof TypeError;
    const words = error instanceof Error ? error.message : String(error);
    yield { broken: isText ? `it holds bytes that are no ${encoding} text` : `it cannot be read: ${words}` };
  }
}
