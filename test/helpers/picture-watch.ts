import type { Page } from 'playwright-core'

export type Sample = {
  /** When the frame was on the screen, by the page's clock. Milliseconds. */
  readonly at: number
  readonly card: boolean
}

export type Edges = {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export type Seen = {
  readonly samples: readonly Sample[]
  /** When the hotspot came onto the page, by the same clock; null: not yet. */
  readonly hotspotAt: number | null
  /** Where the bright card lies on the page, found in the pixels of the played picture; and the hotspot. CSS pixels. */
  readonly card: Edges
  readonly hotspot: Edges
  /** Width of the whole picture on the page. CSS pixels. */
  readonly pictureWidth: number
  /** The most saturated colour in the card: red, green, blue. */
  readonly colour: readonly [number, number, number]
}

/** Begins to look at every frame that the page shows: is the card in it, and is there a hotspot? */
export async function watchPicture(page: Page): Promise<void> {
  await page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
    if (video === null) throw new Error('there is no video')
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('there is no canvas')
    const seen: {
      samples: { at: number; card: boolean }[]
      hotspotAt: number | null
      canvas: HTMLCanvasElement
    } = {
      samples: [],
      hotspotAt: null,
      canvas,
    }
    const look = (): void => {
      canvas.width = video.videoWidth
      canvas.height = video.videoHeight
      context.drawImage(video, 0, 0)
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      // A card is bright in one half of the picture; the slate of a host who is away is bright in both.
      const bright = { upper: 0, lower: 0 }
      for (let index = 0; index < data.length; index += 4) {
        if ((data[index + 1] ?? 0) > 180) bright[index < data.length / 2 ? 'upper' : 'lower']++
      }
      const enough = (data.length / 4) * 0.01
      seen.samples.push({
        at: performance.now(),
        card: bright.lower > enough && bright.upper < enough / 10,
      })
      video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
    new MutationObserver(() => {
      if (document.querySelector('[data-testid=hotspot]') !== null) seen.hotspotAt ??= performance.now()
    }).observe(document.body, { childList: true, subtree: true })
    Object.assign(window, { pictureWatch: seen })
  })
}

/** What was seen since `watchPicture`, and where card and hotspot are now. Both must be there. */
export async function readPicture(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const { samples, hotspotAt, canvas } = (
      window as unknown as {
        pictureWatch: { samples: Sample[]; hotspotAt: number | null; canvas: HTMLCanvasElement }
      }
    ).pictureWatch
    const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
    const hotspot = document.querySelector('[data-testid=hotspot]')?.getBoundingClientRect()
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
    if (video === null || hotspot === undefined || data === undefined)
      throw new Error('card or hotspot is missing')

    const { width, height } = canvas
    const green = (x: number, y: number): number => data[(y * width + x) * 4 + 1] ?? 0

    // The card's paper is the only bright thing in the test's picture.
    let [left, top, right, bottom] = [width, height, 0, 0]
    let colour: [number, number, number] = [0, 0, 0]
    let most = 0
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const index = (y * width + x) * 4
        const [red = 0, green = 0, blue = 0] = data.subarray(index, index + 3)
        if (green > 130) {
          left = Math.min(left, x)
          top = Math.min(top, y)
          right = Math.max(right, x + 1)
          bottom = Math.max(bottom, y + 1)
        }
        const saturation = Math.max(red, green, blue) - Math.min(red, green, blue)
        if (saturation > most) {
          most = saturation
          colour = [red, green, blue]
        }
      }
    }

    // To a fraction of a pixel, which on the page is several: where it is half as bright as from outside to paper.
    const inset = (bottom - top) / 5
    const level = (from: number, to: number, brightness: (along: number) => number): number => {
      const levels: number[] = []
      for (let along = Math.round(from + inset); along < to - inset; along++) levels.push(brightness(along))
      // The paper's, whatever is printed on it.
      return levels.sort((a, b) => a - b)[Math.floor(levels.length * 0.75)] ?? 0
    }
    const column = (x: number): number => level(top, bottom, y => green(x, y))
    const row = (y: number): number => level(left, right, x => green(x, y))
    const edge = (line: (at: number) => number, first: number, inwards: 1 | -1): number => {
      const lines = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map(step => line(first + step * inwards))
      const half = ((lines[0] ?? 0) + Math.max(...lines)) / 2
      const inside = lines.findIndex(brightness => brightness >= half)
      const [before = 0, after = 0] = lines.slice(inside - 1)
      return first + (inside - 5 + (half - before) / (after - before)) * inwards + 0.5
    }
    const card = {
      left: edge(column, left, 1),
      top: edge(row, top, 1),
      right: edge(column, right - 1, -1),
      bottom: edge(row, bottom - 1, -1),
    }

    // Where CSS puts the picture inside the element, by object-fit and object-position.
    const box = video.getBoundingClientRect()
    const style = getComputedStyle(video)
    const fit = style.objectFit === 'cover' ? Math.max : Math.min
    const scale = fit(box.width / video.videoWidth, box.height / video.videoHeight)
    const [fx = 0.5, fy = 0.5] = style.objectPosition.split(' ').map(part => Number.parseFloat(part) / 100)
    const originX = box.x + (box.width - video.videoWidth * scale) * fx
    const originY = box.y + (box.height - video.videoHeight * scale) * fy
    return {
      samples: [...samples],
      hotspotAt,
      card: {
        left: originX + card.left * scale,
        top: originY + card.top * scale,
        right: originX + card.right * scale,
        bottom: originY + card.bottom * scale,
      },
      hotspot: { left: hotspot.left, top: hotspot.top, right: hotspot.right, bottom: hotspot.bottom },
      pictureWidth: video.videoWidth * scale,
      colour,
    }
  })
}

/** Milliseconds from the first frame with the card to the hotspot (minus: the hotspot came first). */
export function hotspotLag({ samples, hotspotAt }: Pick<Seen, 'samples' | 'hotspotAt'>): number {
  const card = samples.find(sample => sample.card)
  return (hotspotAt ?? Number.POSITIVE_INFINITY) - (card?.at ?? Number.NEGATIVE_INFINITY)
}
