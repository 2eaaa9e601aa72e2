/** Texts of messages that were stored lately: what is delivered soon after it came is not read again. */

/** Characters of all texts together. */
const KEPT_CHARACTERS = 8_000_000;

export function recentBodies(most = KEPT_CHARACTERS) {
  const texts = new Map<number, string>();
  let characters = 0;
  const clear = (): void => {
    texts.clear();
    characters = 0;
  };
  const drop = (id: number): void => {
    characters -= texts.get(id)?.length ?? 0;
    texts.delete(id);
  };
  return {
    keep(id: number, text: string): void {
      drop(id);
      if (characters + text.length > most) clear();
      if (text.length > most) return;
      texts.set(id, text);
      characters += text.length;
    },
    /** Once: whoever asks again reads the file. */
    take(id: number): string | undefined {
      const text = texts.get(id);
      drop(id);
      return text;
    },
    drop,
    clear,
  };
}
