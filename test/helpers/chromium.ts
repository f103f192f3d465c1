import { type Browser, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'

/** Debian's Chromium, headless. */
export const chromiumOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--autoplay-policy=no-user-gesture-required',
  ],
}

/** Gone after the test. */
export async function launchChromium(t: Test): Promise<Browser> {
  const browser = await chromium.launch(chromiumOptions)
  t.teardown(() => browser.close())
  return browser
}

/** With a camera and a microphone that give a moving picture and beeps; whoever asks for them gets them. */
export async function launchCameraChromium(t: Test): Promise<Browser> {
  const args = [
    ...chromiumOptions.args,
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--auto-select-desktop-capture-source=Entire screen',
  ]
  const browser = await chromium.launch({ ...chromiumOptions, args })
  t.teardown(() => browser.close())
  return browser
}

/** A phone in somebody's hand. What goes wrong in the page fails the test. */
export async function openPhone(t: Test, browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
  })
  return watched(t, await context.newPage(), url)
}

export async function openDesktop(t: Test, browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  return watched(t, await context.newPage(), url)
}

async function watched(t: Test, page: Page, url: string): Promise<Page> {
  // On a busy machine each step takes its time: a limit says that something never comes, not that it is slow.
  page.setDefaultTimeout(60_000)
  page.on('pageerror', error => t.fail(`the page failed: ${error.stack ?? error.message}`))
  page.on('console', message => {
    // What the CSP refuses is said here, and nowhere else.
    if (/Content Security Policy/i.test(message.text())) t.fail(message.text())
  })
  await page.goto(url)
  return page
}
