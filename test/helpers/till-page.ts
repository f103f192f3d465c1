import type { Page } from 'playwright-core'

export async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

/** What is in hand with one of it, paid exactly in cash. */
export async function sell(page: Page, code: string): Promise<void> {
  await scan(page, code)
  await page.getByTestId('basket').waitFor()
  await page.keyboard.press('F9')
  await page.getByTestId('amount').waitFor()
  await page.keyboard.press('Enter')
  await page.getByTestId('sold').waitFor()
}

/** As if the shift had been opened on this device; seen after a reload. */
export async function carryShift(page: Page, storeId: string, shiftId: string): Promise<void> {
  await page.evaluate(
    ([name, id]) => localStorage.setItem(name ?? '', id ?? ''),
    [`stallcast.shift.${storeId}`, shiftId],
  )
}
