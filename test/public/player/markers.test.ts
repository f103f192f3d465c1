import t from 'tap'
import { type Marker, markerAt, markerNear, talksOf } from '../../../public/player/markers.ts'
import { thumbnailAt } from '../../../public/player/thumbnails.ts'

const marker = (productId: string, at: number, durationSeconds: number): Marker => ({
  productId,
  at,
  durationSeconds,
})
const markers = [marker('tea', 10, 20), marker('pot', 30, 10), marker('tea', 100, 30)]

t.test('the marker nearest to the finger is meant, if one is in reach', async t => {
  t.equal(markerNear(markers, 28, 5)?.productId, 'pot')
  t.equal(markerNear(markers, 12, 30)?.at, 10)
  t.equal(markerNear(markers, 60, 5), null)
})

t.test('a time belongs to the product that is in the picture', async t => {
  t.equal(markerAt(markers, 10)?.productId, 'tea')
  t.equal(markerAt(markers, 30)?.productId, 'pot')
  t.equal(markerAt(markers, 40), null)
})

t.test('where two overlap the newer is in the picture', async t => {
  t.equal(markerAt([marker('tea', 0, 60), marker('pot', 30, 10)], 35)?.productId, 'pot')
})

t.test('each time that a product is explained is offered', async t => {
  t.same(
    talksOf(markers, 'tea').map(({ at }) => at),
    [10, 100],
  )
  t.same(talksOf(markers, 'cup'), [])
})

t.test('a pin that was off for a moment is one explanation', async t => {
  t.same(talksOf([marker('tea', 10, 20), marker('tea', 33, 7)], 'tea'), [marker('tea', 10, 30)])
})

t.test('the small picture of a time is the one that shows it', async t => {
  const thumbnails = { url: '/t/{n}.jpg', count: 3, everySeconds: 10, width: 160, height: 90 }
  t.equal(thumbnailAt(thumbnails, 0), '/t/0.jpg')
  t.equal(thumbnailAt(thumbnails, 19.9), '/t/1.jpg')
  t.equal(thumbnailAt(thumbnails, 500), '/t/2.jpg', 'the last one, past the last')
  t.equal(thumbnailAt({ ...thumbnails, count: 0 }, 5), null)
  t.equal(thumbnailAt(null, 5), null)
})
