import type { Row, ShopDb } from '../tables.ts'

export type PictureRow = Row<'product_pictures'>
export type FileRow = Row<'picture_files'>
/** A size of a picture of a product. */
export type ProductFile = FileRow & { readonly product_id: string }

export class PicturesStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** In order. */
  async of(productIds: readonly string[]): Promise<PictureRow[]> {
    if (productIds.length === 0) return []
    return this.#db
      .selectFrom('product_pictures')
      .selectAll()
      .where('product_id', 'in', productIds)
      .orderBy('product_id')
      .orderBy('position')
      .orderBy('id')
      .execute()
  }

  /** Narrowest first. */
  async files(productIds: readonly string[]): Promise<ProductFile[]> {
    if (productIds.length === 0) return []
    return this.#db
      .selectFrom('picture_files')
      .innerJoin('product_pictures', 'product_pictures.id', 'picture_files.picture_id')
      .selectAll('picture_files')
      .select('product_pictures.product_id')
      .where('product_id', 'in', productIds)
      .orderBy('product_id')
      .orderBy('product_pictures.position')
      .orderBy('picture_id')
      .orderBy('width')
      .execute()
  }

  async add(picture: PictureRow, files: readonly FileRow[]): Promise<void> {
    await this.#db.insertInto('product_pictures').values(picture).execute()
    await this.addFiles(files)
  }

  async addFiles(files: readonly FileRow[]): Promise<void> {
    if (files.length > 0) await this.#db.insertInto('picture_files').values(files).execute()
  }

  async update(
    id: string,
    changes: Partial<Pick<PictureRow, 'alt' | 'variant_id' | 'position'>>,
  ): Promise<void> {
    if (Object.keys(changes).length === 0) return
    await this.#db.updateTable('product_pictures').set(changes).where('id', '=', id).execute()
  }

  /** Returns the files that are no longer any picture's. */
  async dropFiles(pictureId: string): Promise<string[]> {
    const rows = await this.#db
      .deleteFrom('picture_files')
      .where('picture_id', '=', pictureId)
      .returning('file')
      .execute()
    return rows.map(row => row.file)
  }

  async remove(pictureId: string): Promise<string[]> {
    const files = await this.dropFiles(pictureId)
    await this.#db.deleteFrom('product_pictures').where('id', '=', pictureId).execute()
    return files
  }

  async file(file: string): Promise<FileRow | undefined> {
    return this.#db.selectFrom('picture_files').selectAll().where('file', '=', file).executeTakeFirst()
  }
}
