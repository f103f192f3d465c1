import { readdir } from 'node:fs/promises'
import sharp from 'sharp'
import t from 'tap'
import type { LadderPlan } from '../../../src/media/ladder/plan.ts'
import type { Slate } from '../../../src/media/slate/slate.ts'
import { luma, probe, run } from '../../helpers/ffmpeg-live.ts'
import { slatePlan } from './slate-plan.ts'
import { drawn, startSlates } from './start-slates.ts'

t.setTimeout(60_000)

/** The file that a player would have of the first parts of a rendition. */
function film(slate: Slate, name: string, parts: number): Buffer {
  const init = slate.inits.get(name)?.bytes ?? Buffer.alloc(0)
  const rest = Array.from({ length: parts }, (_, n) => slate.part(n).get(name)?.bytes ?? Buffer.alloc(0))
  return Buffer.concat([init, ...rest])
}

const plain = (colour: string) =>
  sharp({ create: { width: 640, height: 360, channels: 3, background: colour } })
    .png()
    .toBuffer()

for (const [name, changes] of [
  ['640x360 at 30', {}],
  ['portrait at 25', { width: 360, height: 640, rate: '25' }],
  ['4:3 at 29.97', { width: 480, height: 360, rate: '30000/1001' }],
] as const) {
  t.test(`a slate of ${name} has the ladder’s streams, and plays in every rendition`, async t => {
    const { slates, children, folder } = await startSlates(t)
    const plan = slatePlan(changes)
    const slate = await slates.prepare('tea', plan)
    if (!slate) throw new Error('there is no slate')
    t.equal(slate.plan, plan)
    t.equal(children.size, 0)
    t.same(await readdir(folder), ['alive.sock'], 'no file is left')
    for (const { name, width, height, level } of plan.renditions) {
      const bytes = film(slate, name, 10)
      t.same(
        await probe(
          bytes,
          '-select_streams',
          'v',
          '-show_entries',
          'stream=profile,width,height,level,color_space',
        ),
        [['High', String(width), String(height), level.replace('.', ''), 'bt709']],
      )
      const sound = await probe(
        bytes,
        '-select_streams',
        'a',
        '-show_entries',
        'stream=codec_name,profile,sample_rate,channels',
      )
      t.same(sound, [['aac', 'LC', '48000', '2']])
      t.equal((await luma(bytes, '2:2:2:2')).length, 10 * plan.framesPerPart, 'every picture is decoded')
    }
  })
}

t.test('the picture has the colours that were drawn, and stands still', async t => {
  const { slates } = await startSlates(t, { draw: () => plain('#b04020') })
  const slate = await slates.prepare('tea', slatePlan())
  if (!slate) throw new Error('there is no slate')
  const planes = await run(
    'ffmpeg',
    ['-v', 'error', '-i', 'pipe:0', '-vf', 'scale=2:2', '-pix_fmt', 'yuv444p', '-f', 'rawvideo', '-'],
    film(slate, '360p', 10),
  )
  // That colour by BT.709, 16 to 235; each plane has four pixels.
  const wanted = [89, 103, 178]
  const off = [...planes].map((value, n) => Math.abs(value - (wanted[Math.floor(n / 4) % 3] ?? Number.NaN)))
  t.equal(off.length, 10 * 12 * 3 * 4)
  t.ok(Math.max(...off) <= 2, `${Math.max(...off)}`)
})

t.test('the sound is silent', async t => {
  const { slates } = await startSlates(t)
  const slate = await slates.prepare('tea', slatePlan())
  if (!slate) throw new Error('there is no slate')
  const samples = await run(
    'ffmpeg',
    ['-v', 'error', '-i', 'pipe:0', '-vn', '-f', 's16le', '-'],
    film(slate, '240p', 5),
  )
  t.equal(samples.length, Math.ceil((2 * 48_000) / 1024) * 1024 * 4)
  t.ok(samples.every(byte => byte === 0))
})

t.test('the same picture and plan are encoded once; another of either is another slate', async t => {
  let cover = 'a'
  const { slates } = await startSlates(t, { draw: (_, picture) => drawn(cover, picture) })
  const plan = slatePlan()
  const [first, second] = await Promise.all([slates.prepare('one', plan), slates.prepare('two', slatePlan())])
  t.ok(first)
  t.equal(second, first)
  t.not(await slates.prepare('one', { ...plan, audioKbps: 64 }), first)
  cover = 'b'
  t.not(await slates.prepare('one', plan), first)
  cover = 'a'
  t.equal(await slates.prepare('one', plan), first, 'the one before is still there')
})

t.test('a slate that cannot be made is none, and does not keep the next from being made', async t => {
  const broken: Record<string, () => Promise<Buffer>> = {
    'a picture that cannot be drawn': async () => {
      throw new Error('no ink')
    },
    'something else than a picture': async () => Buffer.from('hello'),
    nothing: async () => Buffer.alloc(0),
  }
  let draw = drawn
  const { slates, children } = await startSlates(t, { draw: (...args) => draw(...args) })
  for (const [name, drawing] of Object.entries(broken)) {
    draw = drawing
    t.equal(await slates.prepare('tea', slatePlan()), null, name)
  }
  t.equal(children.size, 0)
  draw = drawn
  t.ok(await slates.prepare('tea', slatePlan()))
})

t.test('an encode that takes too long is ended', async t => {
  const { slates, children, folder } = await startSlates(t, { limitMs: 1 })
  t.equal(await slates.prepare('tea', slatePlan()), null)
  t.equal(children.size, 0)
  t.same(await readdir(folder), ['alive.sock'])
})

t.test('closing in the middle of an encode leaves nothing', async t => {
  for (const delay of [0, 50, 200]) {
    const { slates, children, folder } = await startSlates(t)
    const plan: LadderPlan = { ...slatePlan(), preset: 'medium' }
    const prepared = [slates.prepare('one', plan), slates.prepare('two', plan)]
    await new Promise(resolve => setTimeout(resolve, delay))
    await slates.close()
    t.equal(children.size, 0)
    t.same(await readdir(folder), ['alive.sock'])
    await Promise.all(prepared)
    t.equal(await slates.prepare('three', plan), null)
    t.equal(children.size, 0)
  }
})
