import { staffActor } from '../../../src/access.ts'
import type { Actor } from '../../../src/route.ts'
import type { Reply } from '../call.ts'
import { made, type TestShop } from '../shop-fixture.ts'

/** A cashier who works in one store. */
export function cashierOf(storeId: string): Actor {
  return staffActor({ id: 'staff-2', name: 'Mei', role: 'cashier', storeId })
}

/** The body of an answer that must be 200. */
export function done(reply: Reply): Reply['body'] {
  if (reply.status !== 200) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}

/** Calls on the documents of a shop. */
export class Papers {
  readonly #shop: TestShop

  constructor(shop: TestShop) {
    this.#shop = shop
  }

  async open(what: 'receipts' | 'transfers' | 'counts', body: object): Promise<Reply['body']> {
    return made(await this.#shop.staff('POST', `/api/v1/stock/${what}`, body))
  }

  async step(what: string, id: string, step: string, body: object = {}): Promise<Reply> {
    return this.#shop.staff('POST', `/api/v1/stock/${what}/${id}/${step}`, body)
  }

  async enter(id: string, variantId: string, quantity: number, mode: 'set' | 'add' = 'set'): Promise<Reply> {
    return this.step('counts', id, 'entries', { variantId, mode, quantity })
  }

  async read(what: string, id: string): Promise<Reply['body']> {
    return done(await this.#shop.staff('GET', `/api/v1/stock/${what}/${id}`))
  }
}
