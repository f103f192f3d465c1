/** The live stream of a room. */
export const liveProgramme = (slug: string) =>
  ({ kind: 'live', url: `/hls/${slug}/index.m3u8`, whep: `/whep/${slug}` }) as const
