/** What differs for the intents about any record. */
export const records14 = { defaultsArgument: 'fields_list' };
