/** The intents of this family. */
export const maintenance = [] as const;
