// clock-frames.ts WIDTH HEIGHT RATE [rough]: raw yuv420p pictures on standard output, at RATE a second, each with the
// wall clock of its making drawn in as 32 blocks, until nobody reads any more. `rough`: below it squares glide by under
// a grain that only large pictures show, so that renditions differ in their bitrates.
import { clockBlocks } from './clock-code.ts'

const [width = 640, height = 360, rate = 25] = process.argv.slice(2, 5).map(Number)
const rough = process.argv[5] === 'rough'
const black = 20
const grey = 110
const side = width / 16
const picture = Buffer.alloc((width * height * 3) / 2, 128)
const clockBytes = Math.ceil(side * 2) * width
const squares = 16
const grain = Buffer.from(Array.from({ length: 1 << 20 }, (_, at) => hash(at) % 10))
let busy = false
let shown = 0
const began = performance.now()

function draw(): Buffer {
  picture.fill(black, 0, width * height)
  for (const [index, on] of clockBlocks(Date.now()).entries()) {
    if (!on) continue
    const left = Math.round((index % 16) * side)
    const top = index < 16 ? 0 : Math.round(side)
    for (let y = top; y < top + side; y++)
      picture.fill(grey, y * width + left, y * width + left + Math.round(side))
  }
  if (rough) drawGround()
  // Something that moves, so that the encoder has work.
  const at = Math.round(height / 2) * width + ((shown * 4) % (width - 8))
  picture.fill(80, at, at + 8)
  return Buffer.from(picture)
}

function drawGround(): void {
  const from = hash(shown) % (grain.length / 2)
  for (let at = clockBytes; at < width * height; at++) {
    const row = Math.floor((Math.floor(at / width) + shown * 2) / squares)
    const level = 30 + (hash(row * 1009 + Math.floor((at % width) / squares)) % 16)
    picture[at] = level + (grain[from + (at % (grain.length / 2))] ?? 0)
  }
}

/** The same in each run. */
function hash(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 7), 2_654_435_761)
  return (mixed ^ (mixed >>> 15)) >>> 8
}

function next(): void {
  // A reader that is behind loses pictures, as a camera's would.
  if (!busy) {
    busy = true
    process.stdout.write(draw(), () => {
      busy = false
    })
  }
  shown++
  setTimeout(next, Math.max(0, began + (shown * 1000) / rate - performance.now()))
}

process.stdout.on('error', () => process.exit(0))
next()
