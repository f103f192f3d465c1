import t from 'tap'
import { type Failure, failures } from './feed-failures.ts'
import { blackPicture, LivePicture, withCard, withoutCard } from './live-picture.ts'
import { mug } from './sample-card.ts'
import { pictureTime, startOverlays } from './start-overlays.ts'

for (const failure of ['hang', 'throw'] as const satisfies readonly Failure[]) {
  t.test(
    `the picture goes on when the feed fails (${failure}), and the next run has its card again`,
    async t => {
      const lost = Promise.withResolvers<string>()
      const overlays = await startOverlays(t, {
        feedScript: new URL('./breakable-feed.ts', import.meta.url),
        onFeedLost: lost.resolve,
      })
      const live = new LivePicture(t, await overlays.open('room', blackPicture, pictureTime))
      await live.first(() => true)
      await overlays.show('room', mug)
      await live.first(withCard)
      const failing = new BroadcastChannel(failures)
      t.teardown(() => failing.close())
      failing.postMessage(failure)
      const { seconds } = await live.first(withoutCard)
      t.equal(await lost.promise, 'room')
      await live.first(picture => picture.seconds > seconds + 1)
      t.equal(await overlays.show('room', { ...mug, stock: 1 }), null)
      const next = new LivePicture(t, await overlays.open('room', blackPicture, pictureTime))
      await next.first(withCard)
    },
  )
}
