import type { Page } from 'playwright-core'

/** The sale in hand as it is on the till's device: what a page that is closed now will find when it comes back. */
export async function keptDraft(page: Page, storeId: string): Promise<{ lines: number; payments: number }> {
  return page.evaluate(
    key =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('stallcast-till')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('kept').objectStore('kept').get(key)
          reading.onerror = () => reject(reading.error)
          reading.onsuccess = () => {
            opening.result.close()
            const { basket = [], payments = [] } = reading.result ?? {}
            resolve({ lines: basket.length, payments: payments.length })
          }
        }
      }),
    `draft:${storeId}`,
  )
}
