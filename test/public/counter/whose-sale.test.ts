import type { Page } from 'playwright-core'
import t from 'tap'
import type { ShiftView } from '../../../src/wire.ts'
import { launchChromium } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { type Call, startStallcast } from '../../helpers/stallcast.ts'
import { carryShift, sell } from '../../helpers/till-page.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

const password = 'a very long password'

async function join(call: Call, name: string): Promise<string> {
  const invitation = await call<{ token: string }>('POST', '/api/v1/invitations', { role: 'cashier' })
  const { token } = invitation.body
  const joined = await call<{ id: string }>('POST', '/api/v1/invitations/accept', { token, name, password })
  return joined.body.id
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByTestId('login-name').fill(name)
  await page.getByTestId('login-password').fill(password)
  await page.getByTestId('login').click()
}

type Entry = { readonly actor: { readonly name: string }; readonly after: { readonly soldBy: string } }

t.test('a waiting sale is booked as whose it was, whoever is signed in when it is sent', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const { cup, storeId } = await makeTillShop(stallcast)
  const browser = await launchChromium(t)
  const page = await openDesk(t, browser, stallcast, '/counter')
  const context = page.context()
  const li = await join(call, '小李')
  await join(call, '王丽')
  const opening = { storeId, till: 'Till 1', openingCash: 0 }
  const shift = (await call<ShiftView>('POST', '/api/v1/shifts', opening)).body
  await carryShift(page, storeId, shift.id)
  await context.clearCookies()
  await page.reload()
  await signIn(page, '小李')
  await page.getByTestId('total').waitFor()
  const count = (name: string) => page.getByTestId('status').getAttribute(`data-${name}`)
  const booked = async () =>
    (await call<{ items: Entry[] }>('GET', '/api/v1/audit?action=sale.booked')).body.items
  const othersTurn = async () => {
    await context.clearCookies()
    await context.setOffline(false)
    await page.locator('.frame-lapsed').waitFor()
    await signIn(page, '王丽')
    await page.locator('.frame-lapsed').waitFor({ state: 'detached' })
  }

  await context.setOffline(true)
  await sell(page, cup.barcode)
  await until('it waits', async () => (await count('waiting')) === '1')
  await othersTurn()
  await until('sent', async () => (await count('waiting')) === '0')
  const [entry, ...more] = await booked()
  t.match(entry, { actor: { name: '王丽' }, after: { soldBy: '小李' } })
  t.strictSame(more, [])

  await t.test(
    'of somebody who could not sell then it is refused, and booked by who answers for it',
    async t => {
      await context.clearCookies()
      await page.reload()
      await signIn(page, '小李')
      await page.getByTestId('total').waitFor()
      await page.keyboard.type(cup.barcode)
      await page.keyboard.press('Enter')
      await page.getByTestId('line-CUP').waitFor()
      const changed = await call('PATCH', `/api/v1/staff/${li}`, { role: 'host' })
      t.equal(changed.status, 200)
      await context.setOffline(true)
      await sell(page, cup.barcode)
      await until('it waits', async () => (await count('waiting')) === '1')
      await othersTurn()
      await until('refused', async () => (await count('refused')) === '1')
      await page.keyboard.press('F6')
      const row = page.getByTestId('sale-refused')
      t.match(await row.textContent(), /小李/)
      t.match(await row.getByTestId('refusal').textContent(), /当时不能在这家店收银/)
      await row.getByTestId('send-as-mine').click()
      await until('booked', async () => (await count('refused')) === '0' && (await count('waiting')) === '0')
      t.equal((await booked()).length, 1, 'nobody else is named')
      const z = (await call<ShiftView>('GET', `/api/v1/shifts/${shift.id}`)).body
      t.match(z, { sales: 2, expectedCash: { amount: 3 * 1990 } })
    },
  )
})
