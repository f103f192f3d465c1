import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import type { Role } from '../../../src/permissions.ts'
import { launchChromium, openDesktop } from '../../helpers/chromium.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { until } from '../../helpers/until.ts'
import { makeStaffedChain } from './staffed-chain.ts'

t.setTimeout(120_000)

/** The sections that each role has. */
const roles: readonly { who: string; role: Role; one: boolean; sections: readonly string[] }[] = [
  {
    ...{ who: 'a manager of one store', role: 'manager', one: true },
    sections: [
      ...['today', 'orders', 'returns', 'notices', 'products', 'stock'],
      ...['rooms', 'replays', 'stores', 'staff', 'audit'],
    ],
  },
  {
    ...{ who: 'a cashier of one store', role: 'cashier', one: true },
    sections: ['orders', 'returns', 'notices', 'stock'],
  },
  { who: 'a host', role: 'host', one: false, sections: ['stock', 'rooms', 'replays'] },
  { who: 'a moderator', role: 'moderator', one: false, sections: [] },
]

const stallcast = await startStallcast(t)
const chain = await makeStaffedChain(stallcast)
const browser = await launchChromium(t)
const [storeA, storeB] = chain.stores

for (const { who, role, one, sections } of roles) {
  t.test(`${who} can open all that the owner's pages show, and nothing in it is refused`, async t => {
    const { page, refusals, settle } = await enter(t, role, one ? storeA : null)
    const links = page.locator('.admin-tab')
    t.same(await links.evaluateAll(all => all.map(link => link.getAttribute('href')?.slice(1))), sections)
    for (const name of sections) {
      await page.locator(`.admin-tab[href="#${name}"]`).click()
      await settle()
      await openEach(page, settle)
      const parts = page.locator('.admin-section [role=tab]')
      for (let part = 1; part < (await parts.count()); part++) {
        await parts.nth(part).click()
        await settle()
        await openEach(page, settle)
      }
    }
    t.same(refusals, [])
  })
}

t.test('a link to what is not part of a role says so', async t => {
  const { page, refusals, settle } = await enter(t, 'host', null, '/admin#audit?subjectId=x')
  await page.getByText('这一页不归你的岗位').waitFor()
  t.equal(await page.locator('.admin-tab[aria-current]').count(), 0)
  await page.locator('.admin-tab[href="#rooms"]').click()
  await settle()
  t.equal(await page.getByText('这一页不归你的岗位').count(), 0)
  t.same(refusals, [])
})

t.test('who works in one store is offered to change that store only', async t => {
  const { page, settle } = await enter(t, 'manager', storeA, '/admin#stores')
  t.equal(await page.locator('.table-action button').count(), 1)
  t.equal(await page.getByTestId('add-store').count(), 0)

  await page.goto(`${stallcast.site}/admin#stock?low=true&storeId=${storeB}`)
  await settle()
  t.equal(await page.getByTestId('low-only').isChecked(), true)
  await page.getByTestId('low-only').uncheck()
  await page.locator('.table-action button').first().click()
  const levels = page.locator('dialog .level')
  await levels.nth(2).waitFor()
  t.equal(await levels.count(), 3)
  t.equal(await levels.locator('input').count(), 1)
  t.equal(await page.locator(`[data-testid$="-${storeA}"]`).count(), 1)
  await page.keyboard.press('Escape')

  await page.getByTestId('stock-transfers').click()
  await page.getByTestId('new-transfers').click()
  await page.getByTestId('transfer-from').selectOption(storeB)
  t.equal(await page.getByTestId('transfer-to').inputValue(), storeA)
  t.equal(await page.getByTestId('send-transfer').count(), 0)
  t.equal(await page.getByTestId('ask-transfer').count(), 1)

  // Of an order that another store gives, and a return that is to come to it: read, take in, no more.
  await page.goto(`${stallcast.site}/admin#orders?order=${chain.orders[1]}`)
  await page.getByTestId('timeline').waitFor()
  await settle()
  for (const step of ['note', 'set-ready', 'cancel-order'])
    t.equal(await page.getByTestId(step).count(), 0, step)
  await page.goto(`${stallcast.site}/admin#returns?return=${chain.returns[1]}`)
  await page.getByTestId('receive-form').waitFor()
  t.equal(await page.getByTestId('refuse').count(), 0)
  // Nothing comes back of what was not handed over.
  await page.goto(`${stallcast.site}/admin#returns?of=${chain.orders[0]}`)
  await page.getByText('这张订单现在不能收退货').waitFor()
  t.equal(await page.getByTestId('make-return').count(), 0)
})

t.test('a cashier counts, and a manager posts the differences', async t => {
  const { page } = await enter(t, 'cashier', storeA, '/admin#stock')
  await page.locator('.table-action button').first().click()
  await page.locator('dialog .level').first().waitFor()
  t.equal(await page.locator('dialog input').count(), 0)
  await page.keyboard.press('Escape')
  await page.getByTestId('stock-counts').click()
  await page.locator('.table-action button').first().click()
  await page.getByTestId('scan').waitFor()
  t.equal(await page.getByTestId('post-count').count(), 0)
  await page.getByText('数完由店长把差异入账').waitFor()
})

t.test('a return by post that no store is named for is counted today, and found from there', async t => {
  const { page } = await enter(t, 'manager', null)
  await page.locator('[href="#returns?unbound=true"]').click()
  await page.getByTestId('return-row').first().waitFor()
  t.equal(await page.getByTestId('return-row').count(), 1)
  t.match(await page.getByTestId('return-row').textContent(), /寄回/)
  await page.getByTestId('unbound').click()
  await page.getByTestId('return-row').nth(2).waitFor()
  t.equal(await page.getByTestId('return-row').count(), 3)
})

let people = 0

type Entered = {
  readonly page: Page
  /** Answers of 400 and more: nobody asked for any of them. */
  readonly refusals: readonly string[]
  /** The page has drawn itself and waits for no answer. */
  settle(): Promise<void>
}

/** Invites somebody, who accepts and goes to the owner's pages. */
async function enter(t: Test, role: Role, storeId: string | null, path = '/admin'): Promise<Entered> {
  const page = await openDesktop(t, browser, `${stallcast.site}/livez`)
  t.teardown(() => page.context().close())
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const invite = { role, storeId, name: `${role} ${++people}` }
  const { body } = await stallcast.call<{ token: string }>('POST', '/api/v1/invitations', invite)
  const data = { token: body.token, password: 'a very long password' }
  const accepted = await page.context().request.post(`${stallcast.site}/api/v1/invitations/accept`, { data })
  t.equal(accepted.status(), 201)

  const refusals: string[] = []
  let waiting = 0
  page.on('response', answer => {
    if (answer.status() >= 400)
      refusals.push(`${answer.status()} ${new URL(answer.url()).pathname} ${page.url()}`)
  })
  page.on('request', () => waiting++)
  page.on('requestfinished', () => waiting--)
  page.on('requestfailed', () => waiting--)
  const settle = async () => {
    do {
      await until('the answers', () => waiting === 0)
      // What has come is drawn, and may ask for more.
      await page.evaluate(
        () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
      )
    } while (waiting > 0)
  }
  await page.goto(`${stallcast.site}${path}`)
  await page.locator('main').waitFor()
  await settle()
  return { page, refusals, settle }
}

/** Opens the first thing of a list, and a new one, each in its sheet, and closes it by the keyboard. */
async function openEach(page: Page, settle: () => Promise<void>): Promise<void> {
  for (const opener of ['[data-row]', '.table-action button:not(.button-danger)', '.tools .button-primary']) {
    const button = page.locator(`.admin-section ${opener}`).first()
    if (!(await button.isVisible())) continue
    await button.click()
    await page.locator('dialog[open]').waitFor()
    await settle()
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await settle()
  }
}
