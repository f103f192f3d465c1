import type { Rect } from '../../src/wire.ts'

export type Size = { readonly width: number; readonly height: number }
/** CSS pixels within the stage; outside of it where the picture is cropped. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type Fit = {
  readonly mode: 'contain' | 'cover'
  /** As in CSS object-position, 0..1. */
  readonly x: number
  readonly y: number
}

const greatestCrop = 0.2
/** Room, as a fraction of the picture, that a card keeps from the stage's edge. */
const cardMargin = 0.02

/** Where the whole picture lies when an element of size `stage` shows it by object-fit and object-position. */
export function contentBox(stage: Size, picture: Size, fit: Fit): Box {
  const byWidth = stage.width / picture.width
  const byHeight = stage.height / picture.height
  const scale = fit.mode === 'cover' ? Math.max(byWidth, byHeight) : Math.min(byWidth, byHeight)
  const width = picture.width * scale
  const height = picture.height * scale
  return { x: (stage.width - width) * fit.x, y: (stage.height - height) * fit.y, width, height }
}

/** A rect in 0..1 of the picture, in the stage. */
export function placeRect(box: Box, rect: Rect): Box {
  return {
    x: box.x + rect.x * box.width,
    y: box.y + rect.y * box.height,
    width: rect.width * box.width,
    height: rect.height * box.height,
  }
}

/**
 * Fills the stage when that is allowed and crops no more than a fifth of the picture, and shifts the crop, as far
 * as needed, away from the card: what is for sale is never cut off.
 */
export function fitFor(
  stage: Size,
  picture: Size,
  { card, mayCrop }: { card: Rect | null; mayCrop: boolean },
): Fit {
  const ratio = stage.width / stage.height / (picture.width / picture.height)
  const shown = Math.min(ratio, 1 / ratio)
  if (!mayCrop || !(shown >= 1 - greatestCrop)) return { mode: 'contain', x: 0.5, y: 0.5 }
  const cropsWidth = ratio < 1
  const from = card ? (cropsWidth ? card.x : card.y) : 0.5
  const length = card ? (cropsWidth ? card.width : card.height) : 0
  const along = positionShowing(from - cardMargin, from + length + cardMargin, shown)
  return { mode: 'cover', x: cropsWidth ? along : 0.5, y: cropsWidth ? 0.5 : along }
}

/** The object-position nearest the middle at which [from, to] lies in the window that is `shown` long. */
function positionShowing(from: number, to: number, shown: number): number {
  const hidden = 1 - shown
  if (hidden <= 0) return 0.5
  const start = Math.max(Math.min(hidden / 2, from), to - shown)
  return Math.min(1, Math.max(0, start / hidden))
}
