/** The intents of this family. */
export const stock = [] as const;
