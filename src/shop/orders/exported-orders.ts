import { Readable } from 'node:stream'
import type { OrderView } from '../../wire.ts'
import { writeAmount } from '../catalog/files/cells.ts'
import type { Changes } from '../changes.ts'
import { csvLines, csvStart } from '../csv.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { type ExportLanguage, orderColumns, orderWord } from './order-columns.ts'
import type { OrderFilter } from './order-list-store.ts'
import { orderViews } from './order-views.ts'

const pageSize = 100

/** Orders as a table for a spreadsheet, a page at a time: a year of them must not stand in memory. */
export class ExportedOrders {
  readonly #changes: Changes
  readonly #clock: StoreClock

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  /** Newest first. Times are those of the shop's walls, amounts in whole units. */
  csv(filter: OrderFilter, language: ExportLanguage): Readable {
    return Readable.from(this.#pages(filter, language), { objectMode: false })
  }

  async *#pages(filter: OrderFilter, language: ExportLanguage): AsyncGenerator<string> {
    const { records } = this.#changes
    yield csvStart(orderColumns.map(([, names]) => names[language]))
    for (let after: string | null = null; ; ) {
      const rows = await records.orderList.list(filter, { after, limit: pageSize })
      const page = rows.slice(0, pageSize)
      const views = await orderViews(records, page, 'without-code')
      if (views.length > 0) yield csvLines(views.map(order => this.#cells(order, language)))
      after = page.at(-1)?.id ?? null
      if (rows.length <= pageSize || after === null) return
    }
  }

  #cells(order: OrderView, language: ExportLanguage): string[] {
    const time = (at: string | null) => (at === null ? '' : this.#clock.minute(Date.parse(at)))
    const money = (amount: number) => writeAmount(amount, order.total.currency)
    const methods = order.tenders
      .filter(({ state }) => state === 'captured')
      .map(({ method }) => orderWord(method, language))
    const cells: Record<(typeof orderColumns)[number][0], string> = {
      number: order.number,
      placed: time(order.placedAt),
      state: orderWord(order.state, language),
      channel: orderWord(order.channel, language),
      kind: orderWord(order.fulfilment.kind, language),
      stores: [...new Set(order.fulfilments.map(({ store }) => store.name))].join('; '),
      name: order.contact?.name ?? '',
      phone: order.contact?.phone ?? '',
      address: order.fulfilment.kind === 'delivery' ? order.fulfilment.address : '',
      lines: order.lines
        .filter(line => unitsOf(line) > 0)
        .map(itemText)
        .join('; '),
      units: String(order.lines.reduce((sum, line) => sum + unitsOf(line), 0)),
      total: money(order.total.amount),
      captured: money(order.captured.amount),
      refunded: money(order.refunded.amount),
      currency: order.total.currency,
      methods: [...new Set(methods)].join('; '),
      paid: time(order.paidAt),
      done: time(order.doneAt),
      parcels: order.fulfilments
        .map(({ carrier, trackingNumber }) => [carrier, trackingNumber].filter(Boolean).join(' '))
        .filter(text => text !== '')
        .join('; '),
      room: order.roomSlug ?? '',
      note: order.note ?? '',
    }
    return orderColumns.map(([column]) => cells[column])
  }
}

/** Without what the buyer never had. */
function unitsOf({ quantity, dropped }: OrderView['lines'][number]): number {
  return quantity - dropped
}

function itemText(line: OrderView['lines'][number]): string {
  const { sku, title, variantTitle } = line
  return `${unitsOf(line)} × ${[title, variantTitle].filter(text => text !== '').join(' ')} (${sku})`
}
