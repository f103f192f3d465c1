export type NoticesTables = {
  notices: {
    id: string
    kind: string
    order_id: string | null
    store_id: string | null
    data: string
    at: number
    seen_at: number | null
    seen_by: string | null
  }
}
