export type FiguresTables = {
  day_figures: {
    starts_at: number
    ends_at: number
    store_id: string
    channel: string
    currency: string
    orders: number
    ordered: number
    taken: number
    refunded: number
  }
  figured_days: { starts_at: number; ends_at: number }
  late_facts: { id: number; count: number }
}
