export type CatalogTables = {
  /** At most three deep: `depth` is one more than `parent_depth`. */
  categories: {
    id: string
    parent_id: string | null
    parent_depth: number | null
    depth: number
    position: number
    name: string
    created_at: number
  }
  product_categories: {
    product_id: string
    category_id: string
  }
  products: {
    id: string
    title: string
    description: string
    created_at: number
    /** What a file of products calls it; null: its id. */
    handle: string | null
    status: 'draft' | 'active' | 'archived'
    stock_policy: 'hold' | 'first-paid'
    /** null: not taken back, for the reason in `return_exception`. */
    return_days: number | null
    return_exception: string | null
    /** JSON: names with their values, in order. */
    options: string
    /** The title as lists are sorted by it. */
    title_key: string
    /** By which rules its search terms were made. */
    search_version: number
    version: number
    updated_at: number
  }
  variants: {
    id: string
    product_id: string
    position: number
    sku: string
    title: string
    barcode: string | null
    price: number
    compare_at_price: number | null
    currency: string
    /** JSON: one value for each option of the product, in their order. */
    options: string
    archived_at: number | null
    /** When the present price began. */
    price_since: number
    /** Before that: the lowest price it was sold at in 7 days, and offered at in 30; null: none. */
    lowest_7_days: number | null
    lowest_30_days: number | null
  }
  product_pictures: {
    id: string
    product_id: string
    variant_id: string | null
    position: number
    alt: string
  }
  picture_files: {
    picture_id: string
    width: number
    height: number
    file: string
  }
  /** Append-only. */
  price_changes: {
    id: string
    variant_id: string
    price: number
    compare_at_price: number | null
    currency: string
    staff_id: string | null
    at: number
  }
  /** What was sold at which price on which day (days since 1970 in UTC), and first and last when. */
  deal_prices: {
    variant_id: string
    day: number
    price: number
    first_at: number
    last_at: number
  }
  search_terms: {
    product_id: string
    term: string
    /** 0 a code, 1 the title, 2 other names, 3 the description. */
    tier: number
  }
}
