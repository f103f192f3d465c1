type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A card's place in the picture of the top rendition, in pixels; even numbers, as chroma has half the size. */
export type CardBox = Area

/** A place in 0..1 of the picture, which holds in every rendition. */
export type Rect = Area

export type PictureSize = { readonly width: number; readonly height: number }

type Placement = { readonly width: number; readonly left: number; readonly bottom: number }

/**
 * On a phone the page lays its controls over the lower fifth of a portrait picture, and cuts up to 9 % off
 * each side of one of 9:16 to fill a taller screen.
 */
const portrait: Placement = { width: 0.62, left: 0.11, bottom: 0.78 }
const landscape: Placement = { width: 0.3, left: 0.03, bottom: 0.97 }

const heightOfWidth = 0.36
/** Narrower than this, the card's words cannot be read; it then takes up to `extraWidth` more of the picture. */
const legibleWidth = 232
const extraWidth = 0.06

/** Where the card is in a picture of this size: lower left, between 9:16 and 16:9 somewhere between both places. */
export function cardBox(picture: PictureSize): CardBox {
  const place = between(portrait, landscape, landscapeness(picture))
  const share = Math.max(
    place.width,
    Math.min(place.width + extraWidth, legibleWidth / Math.max(picture.width, 1)),
  )
  const width = even(share * picture.width)
  const height = Math.min(even(heightOfWidth * width), floorEven(picture.height))
  return {
    x: Math.min(floorEven(Math.ceil(place.left * picture.width) + 1), floorEven(picture.width) - width),
    y: floorEven(Math.max(0, place.bottom * picture.height - height)),
    width,
    height,
  }
}

/**
 * The paper within a card's box, from the box's corner; around it lies its shadow. Whole pixels, so that its edges are
 * sharp and where a player is told that they are.
 */
export function paperIn({ width, height }: { readonly width: number; readonly height: number }): Area {
  const unit = height / 160
  const side = Math.round(6 * unit)
  const top = Math.round(4 * unit)
  return { x: side, y: top, width: width - 2 * side, height: height - top - side }
}

/** Where the paper of a card in this box is seen, in every rendition. */
export function paperRect(box: CardBox, picture: PictureSize): Rect {
  const paper = paperIn(box)
  return {
    x: (box.x + paper.x) / picture.width,
    y: (box.y + paper.y) / picture.height,
    width: paper.width / picture.width,
    height: paper.height / picture.height,
  }
}

/** 0 for 9:16 and narrower, 1 for 16:9 and wider. */
function landscapeness({ width, height }: PictureSize): number {
  const aspect = Math.log(width / height) / Math.log(16 / 9)
  return Math.min(1, Math.max(0, (aspect + 1) / 2))
}

function between(from: Placement, to: Placement, share: number): Placement {
  const mix = (a: number, b: number) => a + (b - a) * share
  return {
    width: mix(from.width, to.width),
    left: mix(from.left, to.left),
    bottom: mix(from.bottom, to.bottom),
  }
}

const even = (value: number): number => Math.max(2, 2 * Math.round(value / 2))
const floorEven = (value: number): number => 2 * Math.floor(value / 2)
