/**
 * What the server and the pages say to each other: the answers of the API that pages use, and the messages on
 * `/ws`. Pages import the types only. Times are RFC 3339 in UTC with milliseconds; ids are opaque.
 */

export type { Permission, Role } from './permissions.ts'
export * from './wire/audit.ts'
export * from './wire/catalog.ts'
export { type Money, moneySchema, slugSchema } from './wire/fields.ts'
export * from './wire/figures.ts'
export * from './wire/fulfilment.ts'
export * from './wire/notices.ts'
export * from './wire/orders.ts'
export * from './wire/payments.ts'
export * from './wire/problem.ts'
export * from './wire/product-files.ts'
export * from './wire/returns.ts'
export * from './wire/rooms.ts'
export * from './wire/settings.ts'
export * from './wire/shows.ts'
export * from './wire/socket.ts'
export * from './wire/staff.ts'
export * from './wire/stock.ts'
export * from './wire/stock-documents.ts'
export * from './wire/stores.ts'
export * from './wire/streams.ts'
export * from './wire/till.ts'
