/** What stands in the folder of a recording. */
export const indexFile = 'index.jsonl'
/** Thumbnails and covers, JPEG after JPEG. */
export const picturesFile = 'pictures.mjpeg'
/** Also an MP4 that players of files can open, as long as the show was not interrupted. */
export const mediaFile = (rendition: string): string => `${rendition}.mp4`

/** Ids of shows are UUIDs. What is not one never becomes a path. */
export function isShowId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
}
