import { type QueryExecutorProvider, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isSqlite } from '../database/engine.ts'
import { makeAppendOnly, tableWords } from './dialect.ts'

const day = 86_400_000

/** Categories, options, several pictures, the past of prices, and the words that products are found by. */
export const catalog: Migration = {
  async up(db) {
    const words = tableWords(db)
    for (const statement of [
      ...categories(words),
      ...products(words),
      ...pictures(words),
      ...prices(words),
      ...search(words, db),
    ]) {
      await sql.raw(statement).execute(db)
    }
    await makeAppendOnly(db, 'price_changes')
  },
}

type Words = ReturnType<typeof tableWords>

/** A child is one deeper than its parent, which no ring of categories can be. Moving a branch changes all its depths. */
function categories({ text, integer, end }: Words): string[] {
  return [
    `create table categories (
      id ${text} not null primary key,
      parent_id ${text},
      parent_depth ${integer},
      depth ${integer} not null check (depth between 1 and 3),
      position ${integer} not null,
      name text not null,
      created_at ${integer} not null,
      unique (id, depth),
      foreign key (parent_id, parent_depth) references categories (id, depth) deferrable initially deferred,
      check ((parent_id is null) = (parent_depth is null)),
      check (depth = coalesce(parent_depth, 0) + 1)
    ) ${end}`,
    `create unique index categories_by_name on categories (coalesce(parent_id, ''), name)`,
    `create table product_categories (
      product_id ${text} not null references products (id),
      category_id ${text} not null references categories (id),
      primary key (product_id, category_id)
    ) ${end}`,
    `create index product_categories_by_category on product_categories (category_id, product_id)`,
  ]
}

function products({ text, integer }: Words): string[] {
  return [
    `alter table products add column handle text`,
    `alter table products add column status text not null default 'active'
      check (status in ('draft', 'active', 'archived'))`,
    `alter table products add column stock_policy text not null default 'hold'
      check (stock_policy in ('hold', 'first-paid'))`,
    // null: not taken back, for the reason beside it.
    `alter table products add column return_days ${integer} default 7 check (return_days between 7 and 365)`,
    `alter table products add column return_exception text
      check ((return_days is null) = (return_exception is not null))`,
    // Names and values in order, as JSON; a variant's are the values in the same order.
    `alter table products add column options text not null default '[]'`,
    `alter table products add column title_key ${text} not null default ''`,
    `alter table products add column search_version ${integer} not null default 0`,
    `alter table products add column version ${integer} not null default 1`,
    `alter table products add column updated_at ${integer} not null default 0`,
    `alter table variants add column options text not null default '[]'`,
    `alter table variants add column archived_at ${integer}`,
    // When the present price began, and the lowest deal of the 7 days and the lowest offer of the 30 days before.
    `alter table variants add column price_since ${integer} not null default 0`,
    `alter table variants add column lowest_7_days ${integer}`,
    `alter table variants add column lowest_30_days ${integer}`,
    `update products set updated_at = created_at, title_key = lower(title)`,
    `update variants set price_since = (select created_at from products where id = product_id)`,
    `create unique index products_by_handle on products (handle)`,
    `create index products_by_status on products (status, id)`,
    `create index products_by_title on products (title_key, id)`,
    `create index products_by_status_and_title on products (status, title_key, id)`,
    `create index products_by_update on products (updated_at, id)`,
    `create index products_by_status_and_update on products (status, updated_at, id)`,
    `create index products_by_search_version on products (search_version)`,
    `create unique index variants_by_options on variants (product_id, options)
      where archived_at is null and options <> '[]'`,
  ]
}

/** The one picture that a product had takes the product's id. */
function pictures({ text, integer, end }: Words): string[] {
  return [
    `create table product_pictures (
      id ${text} not null primary key,
      product_id ${text} not null references products (id),
      variant_id ${text} references variants (id),
      position ${integer} not null,
      alt text not null
    ) ${end}`,
    `create index product_pictures_by_position on product_pictures (product_id, position)`,
    `create table picture_files (
      picture_id ${text} not null references product_pictures (id),
      width ${integer} not null,
      height ${integer} not null,
      file text not null unique,
      primary key (picture_id, width)
    ) ${end}`,
    `insert into product_pictures (id, product_id, variant_id, position, alt)
      select distinct product_id, product_id, cast(null as text), 0, '' from pictures`,
    `insert into picture_files (picture_id, width, height, file)
      select product_id, width, height, file from pictures`,
    `drop table pictures`,
  ]
}

/** What a variant was offered at, and what it was sold at: by day, price, and the first and last time of that day. */
function prices({ text, integer, end }: Words): string[] {
  return [
    `create table price_changes (
      id ${text} not null primary key,
      variant_id ${text} not null references variants (id),
      price ${integer} not null,
      compare_at_price ${integer},
      currency text not null,
      staff_id text,
      at ${integer} not null
    ) ${end}`,
    `create index price_changes_by_variant on price_changes (variant_id, at)`,
    `insert into price_changes (id, variant_id, price, compare_at_price, currency, at)
      select id, id, price, compare_at_price, currency, price_since from variants`,
    `create table deal_prices (
      variant_id ${text} not null references variants (id),
      day ${integer} not null,
      price ${integer} not null,
      first_at ${integer} not null,
      last_at ${integer} not null,
      primary key (variant_id, day, price)
    ) ${end}`,
    `insert into deal_prices (variant_id, day, price, first_at, last_at)
      select variant_id, at / ${day}, unit_price, min(at), max(at)
      from tenders join order_lines on order_lines.order_id = tenders.order_id
      group by variant_id, at / ${day}, unit_price`,
  ]
}

/** Each word of a product once, at the best place that it has: 0 a code, 1 the title, 2 other names, 3 the description. */
function search({ text, integer, end }: Words, db: QueryExecutorProvider): string[] {
  return [
    `create table search_terms (
      product_id ${text} not null references products (id),
      term ${text} not null,
      tier ${integer} not null check (tier between 0 and 3),
      primary key (product_id, term)
    ) ${isSqlite(db) ? `${end}, without rowid` : end}`,
    `create index search_terms_by_term on search_terms (tier, term, product_id desc)`,
  ]
}
