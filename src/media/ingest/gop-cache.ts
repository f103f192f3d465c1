import { type Tag, tagBytes } from './tag.ts'

const mostBytes = 16 * 1024 * 1024
const mostMilliseconds = 20_000

/**
 * What a newcomer needs to see a picture at once: all tags since the last keyframe. A group of pictures
 * over 16 MB or 20 s is not kept: then the newcomer gets its keyframe as a still, until the next one.
 */
export class GopCache {
  #tags: Tag[] = []
  #bytes = 0
  #still = false
  #last: Tag | null = null

  add(tag: Tag): void {
    if (tag.key) {
      this.#tags = []
      this.#bytes = 0
      this.#still = false
    }
    const [first] = this.#tags
    if (first === undefined && !tag.key) return
    this.#last = tag
    if (this.#still) return
    this.#bytes += tagBytes(tag)
    this.#tags.push(tag)
    if (first !== undefined && (this.#bytes > mostBytes || tag.time - first.time > mostMilliseconds)) {
      this.#still = true
      this.#tags = [first]
      this.#bytes = tagBytes(first)
    }
  }

  clear(): void {
    this.#tags = []
    this.#bytes = 0
    this.#last = null
  }

  /**
   * Tags to begin with, a keyframe first; none before the first keyframe. After a still, which carries the
   * present time, frames cannot be decoded up to the next keyframe.
   */
  start(): { readonly tags: readonly Tag[]; readonly still: boolean } {
    const [first] = this.#tags
    if (!this.#still || first === undefined || this.#last === null)
      return { tags: [...this.#tags], still: false }
    const { time, receivedAt } = this.#last
    return { tags: [{ ...first, time: Math.max(time, first.time), receivedAt }], still: true }
  }
}
