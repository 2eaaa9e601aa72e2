/** The word somebody probably meant, for messages to people only. Never used on the posting path. */

/** Closest of `candidates` within a third of the word's length (at least one edit, at most three); else undefined. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.min(3, Math.max(1, Math.ceil(word.length / 3)));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = edits(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { word: candidate, distance };
  }
  return best?.word;
}

/** ` (did you mean "default"?)`, or nothing. */
export function hint(word: string, candidates: Iterable<string>): string {
  const close = nearest(word, candidates);
  return close === undefined ? '' : ` (did you mean "${close}"?)`;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function edits(one: string, other: string): number {
  let older: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const diagonal = above[column - 1] ?? 0;
      const plain = Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, diagonal + (same ? 0 : 1));
      current[column] = swapped && row > 1 && column > 1 ? Math.min(plain, (older[column - 2] ?? 0) + 1) : plain;
    }
    older = above;
    above = current;
  }
  return above[other.length] ?? one.length;
}
