import type { Config } from '../../../config/schema.ts'
import type { Logger } from '../../log.ts'
import type { PictureFiles } from '../../picture-files.ts'
import type { Route } from '../../route.ts'
import type { Changes } from '../changes.ts'
import { Catalog } from './catalog.ts'
import { catalogRoutes } from './catalog-routes.ts'
import { Categories } from './categories.ts'
import { categoriesRoutes } from './categories-routes.ts'
import { filesRoutes } from './files/files-routes.ts'
import { Imports } from './files/imports.ts'
import { Indexer } from './indexer.ts'
import { Pictures, type ReencodePicture } from './pictures.ts'
import { picturesRoutes } from './pictures-routes.ts'
import { ProductDesk } from './product-desk.ts'
import { Variants } from './variants.ts'
import { variantsRoutes } from './variants-routes.ts'

type CatalogDeps = {
  readonly changes: Changes
  readonly config: Pick<Config, 'shop' | 'limits'>
  readonly files: PictureFiles
  readonly reencodePicture: ReencodePicture
  readonly log: Logger
}

/** All of the catalogue, put together. */
export class CatalogSide {
  readonly catalog: Catalog
  readonly variants: Variants
  readonly pictures: Pictures
  readonly categories: Categories
  readonly indexer: Indexer
  readonly routes: readonly Route[]

  constructor({ changes, config, files, reencodePicture, log }: CatalogDeps) {
    const { currency, struckPrice } = config.shop
    const desk = new ProductDesk(changes, struckPrice)
    this.indexer = new Indexer(changes, log)
    this.catalog = new Catalog(changes, currency, desk)
    this.variants = new Variants(changes, desk, currency)
    this.pictures = new Pictures(changes, desk, files, reencodePicture)
    this.categories = new Categories(changes, this.indexer)
    const imports = new Imports(changes, currency, this.indexer)
    const bytes = (megabytes: number) => Math.floor(megabytes * 1024 * 1024)
    this.routes = [
      // Before those that name a product: `import` and `export` are no ids.
      ...filesRoutes({ changes, desk, imports, maxBytes: bytes(config.limits.importMegabytes) }),
      ...catalogRoutes(this),
      ...variantsRoutes(this),
      ...picturesRoutes({
        pictures: this.pictures,
        maxImageBytes: bytes(config.limits.imageMegabytes),
      }),
      ...categoriesRoutes(this),
    ]
  }
}
