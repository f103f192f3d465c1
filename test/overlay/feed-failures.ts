export type Failure = 'hang' | 'throw'

/** The channel by which a test makes a breakable feed fail. */
export const failures = 'stallcast test: feed failures'
