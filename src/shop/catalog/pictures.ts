import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { Rendition } from '../../images.ts'
import type { PictureFiles } from '../../picture-files.ts'
import type { ProductView } from '../../wire.ts'
import type { Changes, Records } from '../changes.ts'
import { given } from '../given.ts'
import { newId } from '../ids.ts'
import { anyVersion, type Edit, type ProductDesk } from './product-desk.ts'
import { maxPictures } from './product-fields.ts'
import { requireSameIds } from './variants.ts'

/**
 * Makes the sizes that a picture is shown in, as WebP of distinct widths.
 * @throws InvalidError if the bytes are no picture that can be read.
 */
export type ReencodePicture = (bytes: Buffer) => Promise<readonly Rendition[]>

type File = { readonly file: string; readonly width: number; readonly height: number }

/** The pictures of products, in order; the first stands for the product. */
export class Pictures {
  readonly #changes: Changes
  readonly #desk: ProductDesk
  readonly #files: PictureFiles
  readonly #reencode: ReencodePicture

  constructor(changes: Changes, desk: ProductDesk, files: PictureFiles, reencode: ReencodePicture) {
    this.#changes = changes
    this.#desk = desk
    this.#files = files
    this.#reencode = reencode
  }

  /** Behind the others. */
  async add(
    productId: string,
    bytes: Buffer,
    { alt, variantId }: { readonly alt: string; readonly variantId: string | null },
    edit: Edit,
  ): Promise<ProductView> {
    return this.#withFiles(productId, bytes, files =>
      this.#desk.change(productId, edit, async (records, _, at) => {
        const others = await records.pictures.of([productId])
        if (others.length >= maxPictures) {
          throw new ConflictError('too-many-pictures', `A product has ${maxPictures} pictures at most.`)
        }
        await requireOwnVariant(records, productId, variantId)
        const position = Math.max(-1, ...others.map(other => Number(other.position))) + 1
        await insert(records, { id: newId(at), productId, position, alt, variantId }, files)
      }),
    )
  }

  /** Replaces the first picture, or makes it. */
  async setFirst(productId: string, bytes: Buffer, edit: Edit = anyVersion): Promise<ProductView> {
    let old: string[] = []
    const view = await this.#withFiles(productId, bytes, files =>
      this.#desk.change(productId, edit, async (records, _, at) => {
        const [first] = await records.pictures.of([productId])
        if (first === undefined) {
          await insert(records, { id: newId(at), productId, position: 0, alt: '', variantId: null }, files)
          return
        }
        old = await records.pictures.dropFiles(first.id)
        await records.pictures.addFiles(files.map(file => ({ ...file, picture_id: first.id })))
      }),
    )
    await this.#files.remove(old)
    return view
  }

  async update(
    productId: string,
    id: string,
    changes: { readonly alt?: string | undefined; readonly variantId?: string | null | undefined },
    edit: Edit,
  ): Promise<ProductView> {
    return this.#desk.change(productId, edit, async records => {
      await requireOwnPicture(records, productId, id)
      await requireOwnVariant(records, productId, changes.variantId ?? null)
      await records.pictures.update(id, given({ alt: changes.alt, variant_id: changes.variantId }))
    })
  }

  async order(productId: string, ids: readonly string[], edit: Edit): Promise<ProductView> {
    return this.#desk.change(productId, edit, async records => {
      requireSameIds(
        ids,
        (await records.pictures.of([productId])).map(picture => picture.id),
      )
      for (const [position, id] of ids.entries()) await records.pictures.update(id, { position })
    })
  }

  async remove(productId: string, id: string, edit: Edit): Promise<ProductView> {
    let old: string[] = []
    const view = await this.#desk.change(productId, edit, async records => {
      await requireOwnPicture(records, productId, id)
      old = await records.pictures.remove(id)
    })
    await this.#files.remove(old)
    return view
  }

  /** The bytes of a picture by the last part of its address. */
  async read(file: string): Promise<Buffer> {
    const row = await this.#changes.records.pictures.file(file)
    const bytes = row === undefined ? null : await this.#files.read(row.file)
    if (bytes === null) throw new NotFoundError('The picture')
    return bytes
  }

  async #withFiles(
    productId: string,
    bytes: Buffer,
    change: (files: readonly File[]) => Promise<ProductView>,
  ): Promise<ProductView> {
    await this.#desk.view(this.#changes.records, productId)
    const files = await this.#files.write(await this.#reencode(bytes))
    try {
      return await change(files)
    } catch (error) {
      await this.#files.remove(files.map(({ file }) => file))
      throw error
    }
  }
}

async function insert(
  records: Records,
  picture: { id: string; productId: string; position: number; alt: string; variantId: string | null },
  files: readonly File[],
): Promise<void> {
  const { id, productId: product_id, position, alt, variantId: variant_id } = picture
  await records.pictures.add(
    { id, product_id, variant_id, position, alt },
    files.map(file => ({ ...file, picture_id: id })),
  )
}

async function requireOwnPicture(records: Records, productId: string, id: string): Promise<void> {
  const own = await records.pictures.of([productId])
  if (own.every(picture => picture.id !== id)) throw new NotFoundError('The picture')
}

async function requireOwnVariant(records: Records, productId: string, id: string | null): Promise<void> {
  if (id === null) return
  const variant = await records.catalog.variant(id)
  if (variant?.product_id !== productId) throw new InvalidError('The variant is not one of this product.')
}
