export type StoresTables = {
  stores: {
    id: string
    name: string
    address: string
    phone: string | null
    latitude: number | null
    longitude: number | null
    pickup: 'disabled' | 'local' | 'all'
    opens: string
    closes: string
    created_at: number
    /** JSON: the spans of each weekday. `opens` and `closes` are the usual ones of them. */
    week: string
    /** JSON: the dates with other hours. */
    holidays: string
    delivery_kind: 'none' | 'everywhere' | 'radius'
    delivery_kilometres: number | null
    /** All three or none: no visits. */
    visit_minutes: number | null
    visit_capacity: number | null
    visit_days: number | null
    /** Closed for good. */
    closed_at: number | null
  }
}
