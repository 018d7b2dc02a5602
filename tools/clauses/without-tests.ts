/** Clauses that no test names, and why. */
export const withoutTests: Readonly<Record<string, string>> = {};
