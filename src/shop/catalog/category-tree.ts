import type { CategoryRow } from './categories-store.ts'

/** A category with all that is under it, itself first; empty where there is none. */
export function branchOf(all: readonly CategoryRow[], id: string): CategoryRow[] {
  const own = all.find(category => category.id === id)
  if (own === undefined) return []
  const children = all.filter(category => category.parent_id === id)
  return [own, ...children.flatMap(child => branchOf(all, child.id))]
}

/** The names from the top down. */
export function pathOf(all: ReadonlyMap<string, CategoryRow>, id: string | null): string[] {
  const category = id === null ? undefined : all.get(id)
  return category === undefined ? [] : [...pathOf(all, category.parent_id), category.name]
}

/** How deep the deepest of a branch lies below its head; 0: it has no children. */
export function heightOf(branch: readonly CategoryRow[]): number {
  const depths = branch.map(({ depth }) => Number(depth))
  return depths.length === 0 ? 0 : Math.max(...depths) - Math.min(...depths)
}

/** `茶叶 > 绿茶` */
export function pathText(path: readonly string[]): string {
  return path.join(' > ')
}
