import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'
import { openDesktop } from './chromium.ts'
import type { Stallcast } from './stallcast.ts'

/** A page of a new owner, logged in. */
export async function openDesk(
  t: Test,
  browser: Browser,
  { server, site }: Stallcast,
  path: string,
): Promise<Page> {
  const page = await openDesktop(t, browser, `${site}/`)
  const token = new URL(server.ownerLink ?? site).hash.slice(1)
  const data = { token, name: '李娜', password: 'a very long password' }
  const made = await page.context().request.post(`${site}/api/v1/owner`, { data })
  t.equal(made.status(), 201)
  await page.goto(`${site}${path}`)
  return page
}
