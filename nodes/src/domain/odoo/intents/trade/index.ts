/** The intents of this family. */
export const trade = [] as const;
