import t from 'tap'
import { SlatePictures } from '../../src/overlay/slate-pictures.ts'

t.test('a slate is drawn once for as long as its words, cover and size stay', async t => {
  const pictures = new SlatePictures()
  const content = { title: '新茶', cover: null, language: 'zh' } as const
  const size = { width: 160, height: 90 }
  const first = await pictures.draw(content, size)
  t.equal(await pictures.draw({ ...content }, { ...size }), first)
  t.not(await pictures.draw({ ...content, title: '陈茶' }, size), first)
  t.not(await pictures.draw(content, { width: 90, height: 160 }), first)
  for (let n = 0; n < 8; n++) await pictures.draw({ ...content, title: `${n}` }, size)
  t.not(await pictures.draw(content, size), first, 'what was not asked for in a while is not kept')
})
