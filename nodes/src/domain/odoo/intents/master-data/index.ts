/** The intents of this family. */
export const masterData = [] as const;
