import { createHash } from 'node:crypto'
import { renderSlate, type SlateContent } from './slate-picture.ts'

type Size = { readonly width: number; readonly height: number }

const maxKept = 8

/** The slates that were drawn last: each broadcast asks for its room's, and it is nearly always the same. */
export class SlatePictures {
  readonly #kept = new Map<string, Promise<Buffer>>()

  /** A PNG of exactly this size. */
  draw(content: SlateContent, size: Size): Promise<Buffer> {
    const { title, cover, language } = content
    const key = createHash('sha256')
      .update(JSON.stringify([title, language, size.width, size.height]))
      .update(cover ?? '')
      .digest('base64')
    const picture = this.#kept.get(key) ?? renderSlate(content, size)
    this.#kept.delete(key)
    this.#kept.set(key, picture)
    picture.catch(() => this.#kept.delete(key))
    for (const oldest of [...this.#kept.keys()].slice(0, -maxKept)) this.#kept.delete(oldest)
    return picture
  }
}
