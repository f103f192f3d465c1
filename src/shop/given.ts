type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/**
 * The members that were given: a change that leaves a member out is no change to it, and neither is
 * `undefined`.
 */
export function given<T extends object>(changes: T): Given<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Given<T>
}
