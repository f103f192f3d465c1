/** Bytes that have come and are not taken yet; joined only when something is read of them. */
export class Chunks {
  #chunks: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  /** All of them, still here. */
  peek(): Buffer {
    const [only] = this.#chunks
    const all = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks, this.#length)
    this.#chunks = [all]
    return all
  }

  /** The first `size` bytes, of which there must be so many. */
  take(size: number): Buffer {
    const all = this.peek()
    this.#chunks = [all.subarray(size)]
    this.#length -= size
    return all.subarray(0, size)
  }
}
