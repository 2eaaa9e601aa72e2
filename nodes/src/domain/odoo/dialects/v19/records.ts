/** Names of arguments for the intents about any record. */
export const records19 = { defaultsArgument: 'fields' };
