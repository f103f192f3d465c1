export type TillTables = {
  shifts: {
    id: string
    store_id: string
    till: string
    currency: string
    opened_at: number
    opened_by: string
    opening_cash: number
    closed_at: number | null
    closed_by: string | null
    expected_cash: number | null
    counted_cash: number | null
    note: string | null
  }
  cash_movements: {
    id: string
    shift_id: string
    amount: number
    reason: string
    staff_id: string | null
    at: number
  }
}
