/** How FFmpeg keeps up: pictures a second, and seconds of picture made per second (1 is real time). */
export type EncoderFigures = { readonly framesPerSecond: number; readonly speed: number }

/** Reads one of FFmpeg's `frame= … fps= … speed=…x` lines; null for any other. */
export function parseProgress(line: string): EncoderFigures | null {
  const match = /^frame=.*\bfps= *([\d.]+) .*\bspeed= *([\d.]+(?:e[+-]\d+)?)x/.exec(line)
  return match ? { framesPerSecond: Number(match[1]), speed: Number(match[2]) } : null
}
