/** A frame as FFmpeg's `yuva420p` has it: planes Y, U, V, A, one after the other. */
export function yuvaBytes({ width, height }: Size): number {
  return (width * height * 5) / 2
}

type Size = { readonly width: number; readonly height: number }

/** A frame that lets the whole picture through. Limited-range black, which cannot tint a soft edge. */
export function transparentFrame(size: Size): Uint8Array<ArrayBuffer> {
  const pixels = size.width * size.height
  return new Uint8Array(yuvaBytes(size))
    .fill(16, 0, pixels)
    .fill(128, pixels, (pixels * 3) / 2)
    .fill(0, (pixels * 3) / 2)
}

/**
 * Turns straight RGBA into yuva420p by BT.709 in limited range (ITU-R BT.709-6, 3.2 and 3.5), which is what
 * the video is in, so that FFmpeg lays it over without converting. FFmpeg's overlay takes straight alpha, and
 * for a chroma sample the mean alpha of its four pixels: so a chroma sample is the mean of the four colours
 * weighted by alpha, lest what is transparent bleeds into the edge. Width and height must be even.
 */
export function yuvaFromRgba(rgba: Uint8Array, { width, height }: Size): Uint8Array<ArrayBuffer> {
  const pixels = width * height
  const frame = new Uint8Array(yuvaBytes({ width, height }))
  const u = pixels
  const v = u + pixels / 4
  const alpha = v + pixels / 4
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let red = 0
      let green = 0
      let blue = 0
      let weight = 0
      for (let corner = 0; corner < 4; corner += 1) {
        const at = (y + (corner >> 1)) * width + x + (corner & 1)
        const r = rgba[4 * at] ?? 0
        const g = rgba[4 * at + 1] ?? 0
        const b = rgba[4 * at + 2] ?? 0
        const a = rgba[4 * at + 3] ?? 0
        frame[at] = 16.5 + (219 / 255) * luma(r, g, b)
        frame[alpha + at] = a
        red += r * a
        green += g * a
        blue += b * a
        weight += a
      }
      const chroma = ((y >> 1) * width) / 2 + (x >> 1)
      const scale = weight === 0 ? 0 : 224 / 255 / weight
      const mean = luma(red, green, blue)
      frame[u + chroma] = 128.5 + (scale * (blue - mean)) / 1.8556
      frame[v + chroma] = 128.5 + (scale * (red - mean)) / 1.5748
    }
  }
  return frame
}

function luma(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
