import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchChromium, openPhone } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { type Stallcast, startStallcast } from '../helpers/stallcast.ts'

t.setTimeout(120_000)

async function invite(owner: Page, name: string): Promise<string> {
  await owner.getByTestId('invite').click()
  await owner.getByTestId('invite-name').fill(name)
  await owner.getByTestId('make-invitation').click()
  const link = await owner.getByTestId('invitation-link').inputValue()
  await owner.getByTestId('link-done').click()
  return link
}

async function join(t: Test, browser: Browser, link: string, testId = 'to-desk'): Promise<Page> {
  const phone = await openPhone(t, browser, link)
  await phone.getByTestId('owner-password').fill('a very long password')
  await phone.getByTestId('make-owner').click()
  await phone.getByTestId(testId).waitFor()
  return phone
}

async function shop(t: Test): Promise<{ stallcast: Stallcast; browser: Browser; owner: Page }> {
  const stallcast = await startStallcast(t, { limits: { loginsPerMinute: 1000 } })
  await stallcast.call('POST', '/api/v1/stores', { name: '湖滨店', address: '东坡路 7 号', pickup: true })
  const browser = await launchChromium(t)
  return { stallcast, browser, owner: await openDesk(t, browser, stallcast, '/admin#staff') }
}

t.test('an owner invites a cashier, who sees a cashier’s desks, and is out as soon as disabled', async t => {
  const { stallcast, browser, owner } = await shop(t)
  const link = await invite(owner, '小梅')
  const phone = await join(t, browser, link)
  t.equal(new URL(phone.url()).hash, '', 'the link is not left in the history')
  await phone.getByTestId('to-desk').click()
  await phone.waitForURL(/\/counter$/)
  await phone.locator('.frame-link').first().waitFor()
  const places = await phone.locator('.frame-link').allTextContents()
  t.same(places, ['收银台', '管理'])
  await phone.goto(`${stallcast.site}/studio`)
  await phone.getByText('这里不归你的岗位').waitFor()
  await phone.goto(`${stallcast.site}/admin#staff`)
  await phone.getByRole('link', { name: '库存' }).waitFor()
  t.equal(await phone.getByRole('link', { name: '店员' }).count(), 0)

  await owner.reload()
  await owner.getByTestId('person-row').filter({ hasText: '小梅' }).getByRole('button').click()
  await owner.getByTestId('disable-person').click()
  await owner.getByRole('button', { name: '停用账号' }).last().click()
  await owner.getByTestId('person-row').filter({ hasText: '已停用' }).waitFor()
  await phone.reload()
  await phone.getByTestId('login-name').waitFor()

  await owner.getByRole('link', { name: '操作记录' }).click()
  await owner.getByText('李娜 停用了店员“小梅”').waitFor()
  const again = await openPhone(t, browser, link)
  await again.getByText('这个链接已失效').waitFor()
})

t.test('a forgotten password is set anew by a link, and the person is told who they are', async t => {
  const { browser, owner } = await shop(t)
  await join(t, browser, await invite(owner, '小梅'))
  await owner.reload()
  await owner.getByTestId('person-row').filter({ hasText: '小梅' }).getByRole('button').click()
  await owner.getByTestId('reset-person').click()
  const link = await owner.getByTestId('invitation-link').inputValue()
  const phone = await openPhone(t, browser, link)
  await phone.getByText('小梅，设一个新密码').waitFor()
  t.equal(await phone.getByTestId('owner-name').inputValue(), '小梅')
  await phone.getByTestId('owner-password').fill('another very long one')
  await phone.getByTestId('make-owner').click()
  await phone.getByTestId('to-desk').waitFor()
})

t.test('people end their other sessions, change their password, and make a token', async t => {
  const { stallcast, owner } = await shop(t)
  const data = { name: '李娜', password: 'a very long password' }
  const other = await fetch(`${stallcast.site}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
  })
  const cookie = other.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const status = async () => (await fetch(`${stallcast.site}/api/v1/session`, { headers: { cookie } })).status
  t.equal(await status(), 200)
  await owner.locator('button[popovertarget=account]').first().click()
  await owner.getByTestId('open-account').click()
  await owner.getByTestId('sessions').getByRole('button').first().click()
  await owner.getByText('已退出').waitFor()
  t.equal(await status(), 401)

  await owner.getByTestId('change-password').click()
  await owner.getByTestId('old-password').fill('not this one')
  await owner.getByTestId('new-password').fill('another very long one')
  await owner.getByTestId('save-password').click()
  await owner.getByText('现在的密码不对').waitFor()
  await owner.getByTestId('old-password').fill(data.password)
  await owner.getByTestId('save-password').click()
  await owner.getByTestId('change-password').waitFor()

  await owner.getByTestId('new-token').click()
  await owner.getByTestId('token-name').fill('每日报表')
  await owner.getByTestId('scope-stock.read').check()
  await owner.getByTestId('make-token').click()
  const token = await owner.getByTestId('token-secret').inputValue()
  t.equal((await stallcast.call('GET', '/api/v1/session', undefined, { token })).status, 200)
  t.equal((await stallcast.call('GET', '/api/v1/staff', undefined, { token })).status, 403)
})
