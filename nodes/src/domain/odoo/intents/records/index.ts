/** The intents of this family. */
export const records = [] as const;
