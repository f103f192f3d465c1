/** The beginning of a day of a date field, so many days later, as this device's calendar has it; null for none. */
export function dayStart(day: string, later = 0): string | null {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return null
  return new Date(year, month - 1, date + later).toISOString()
}
