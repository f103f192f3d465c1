import { NotFoundError } from '../errors.ts'
import type { Rendition } from '../images.ts'
import type { PictureFiles } from '../picture-files.ts'
import type { CoverOwner, CoverStore } from './cover-store.ts'

/**
 * Makes the widths that a cover is shown in, narrowest first.
 * @throws InvalidError if the bytes are no picture that can be read.
 */
export type ReencodeCover = (upload: Buffer) => Promise<readonly Rendition[]>

/** The address of a cover's file on this server. */
export function coverUrl(file: string): string {
  return `/media/covers/${file}`
}

/** The pictures that people choose for rooms and shows. */
export class Covers {
  readonly #store: CoverStore
  readonly #files: PictureFiles
  readonly #reencode: ReencodeCover

  constructor(store: CoverStore, files: PictureFiles, reencode: ReencodeCover) {
    this.#store = store
    this.#files = files
    this.#reencode = reencode
  }

  /** @throws InvalidError if the upload is no picture that can be read. */
  async prepare(upload: Buffer): Promise<readonly Rendition[]> {
    return this.#reencode(upload)
  }

  /** Takes the place of the owner's cover. The owner must exist. */
  async put(owner: CoverOwner, renditions: readonly Rendition[]): Promise<void> {
    const files = await this.#files.write(renditions)
    try {
      await this.#files.remove(await this.#store.replace(owner, files))
    } catch (error) {
      await this.#files.remove(files.map(({ file }) => file))
      throw error
    }
  }

  async remove(owner: CoverOwner): Promise<void> {
    await this.discard(await this.#store.replace(owner, []))
  }

  /** Removes files that are nobody's any more. */
  async discard(files: readonly string[]): Promise<void> {
    await this.#files.remove(files)
  }

  /** The bytes of a cover by the last part of its address. */
  async file(file: string): Promise<Buffer> {
    const bytes = (await this.#store.has(file)) ? await this.#files.read(file) : null
    if (bytes === null) throw new NotFoundError('The picture')
    return bytes
  }

  /** The address of the room's own cover. */
  async urlOfRoom(slug: string): Promise<string | null> {
    const [narrowest] = await this.#store.of({ kind: 'room', slug })
    return narrowest === undefined ? null : coverUrl(narrowest.file)
  }

  /** The room's cover as large as it is kept, as WebP; null when it has none. */
  async largeOfRoom(slug: string): Promise<Buffer | null> {
    const widest = (await this.#store.of({ kind: 'room', slug })).at(-1)
    return widest === undefined ? null : this.#files.read(widest.file)
  }

  /** Removes what a crash between disk and database left behind. */
  async sweep(now: number): Promise<void> {
    await this.#files.sweep(file => this.#store.has(file), now)
  }
}
