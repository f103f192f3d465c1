/**
 * Does `work` with each item, one after the other; one that fails keeps no other from its turn.
 * @param failed hears of each that did.
 * @returns whether none failed.
 */
export async function oneByOne<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<unknown>,
  failed: (item: Item, error: unknown) => void,
): Promise<boolean> {
  let well = true
  for await (const item of items) {
    try {
      await work(item)
    } catch (error) {
      well = false
      failed(item, error)
    }
  }
  return well
}
