import t from 'tap'
import { launchChromium } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop, pushDark } from '../helpers/tea-shop.ts'

t.setTimeout(120_000)

t.test('a host, and the owner, see that the show is not recorded, also after a reload', async t => {
  const stallcast = await startStallcast(t, {
    ladder: { renditions: ['240p'], preset: 'ultrafast' },
    replay: { maxGigabytes: 0.00001 },
  })
  const { pushUrl } = await makeTeaShop(stallcast)
  const browser = await launchChromium(t)
  const studio = await openDesk(t, browser, stallcast, '/studio')
  const banner = studio.getByTestId('recording-stopped')
  await studio.locator('[data-testid=state][data-state=offline]').waitFor()
  pushDark(t, pushUrl)
  await banner.getByText('回放最多占 0.00001 GB').waitFor({ timeout: 30_000 })
  t.equal(await studio.locator('[data-testid=state]').getAttribute('data-state'), 'live')
  await studio.reload()
  await banner.getByText('回放最多占 0.00001 GB').waitFor()

  await studio.goto(`${stallcast.site}/admin#replays`)
  const trouble = studio.getByTestId('recording-trouble')
  await trouble.getByText('正在播的一场没有录制').waitFor()
  await trouble.getByText('replay.maxGigabytes').waitFor()
})
