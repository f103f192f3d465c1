import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Test } from 'tap'
import { drawCode } from './barcodes.ts'
import { tempFolder } from './temp-folder.ts'

const width = 640
const height = 480

/** What a camera sees: each code for two seconds, drawn black on white, over and over. Chromium takes its path. */
export async function barcodeVideo(t: Test, codes: readonly string[]): Promise<string> {
  const folder = await tempFolder(t)
  for (const [index, code] of codes.entries()) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <rect width="100%" height="100%" fill="#fff"/><path d="${drawCode(code, width)}" fill="#000"/></svg>`
    await sharp(Buffer.from(svg))
      .png()
      .toFile(join(folder, `code-${index}.png`))
  }
  const file = join(folder, 'camera.mjpeg')
  const input = ['-framerate', '1/2', '-i', join(folder, 'code-%d.png')]
  const output = ['-r', '10', '-pix_fmt', 'yuvj420p', '-q:v', '2', '-f', 'mjpeg', file]
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...output], { stdio: 'inherit' })
  const [status] = await once(ffmpeg, 'exit')
  t.equal(status, 0)
  return file
}
