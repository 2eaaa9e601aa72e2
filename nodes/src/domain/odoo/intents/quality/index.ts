/** The intents of this family. */
export const quality = [] as const;
