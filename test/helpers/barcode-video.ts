import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Test } from 'tap'
import { encode } from 'uqr'
import { tempFolder } from './temp-folder.ts'

const width = 640
const height = 480

/** What a camera sees: each code for three seconds, drawn black on white, over and over. Chromium takes its path. */
export async function barcodeVideo(t: Test, codes: readonly string[]): Promise<string> {
  const folder = await tempFolder(t)
  for (const [index, code] of codes.entries()) {
    const bars = /^\d{13}$/.test(code) ? ean13(code) : qr(code)
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <rect width="100%" height="100%" fill="#fff"/><path d="${bars}" fill="#000"/></svg>`
    await sharp(Buffer.from(svg))
      .png()
      .toFile(join(folder, `code-${index}.png`))
  }
  const file = join(folder, 'camera.mjpeg')
  const input = ['-framerate', '1/3', '-i', join(folder, 'code-%d.png')]
  const output = ['-r', '10', '-pix_fmt', 'yuvj420p', '-q:v', '2', '-f', 'mjpeg', file]
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...output], { stdio: 'inherit' })
  const [status] = await once(ffmpeg, 'exit')
  t.equal(status, 0)
  return file
}

/** ISO/IEC 15420: the first digit is said by which of the next six are of set A (0) and B (1). */
const firstDigit = [
  '000000',
  '001011',
  '001101',
  '001110',
  '010011',
  '011001',
  '011100',
  '010101',
  '010110',
  '011010',
]
const setA = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
]

function ean13(code: string): string {
  const digits = [...code].map(Number)
  const parity = firstDigit[digits[0] ?? 0] ?? ''
  const setC = (digit: number) => [...(setA[digit] ?? '')].map(bit => (bit === '1' ? '0' : '1')).join('')
  const left = digits.slice(1, 7).map((digit, index) => {
    return parity[index] === '0' ? setA[digit] : [...setC(digit)].reverse().join('')
  })
  const modules = `101${left.join('')}01010${digits.slice(7).map(setC).join('')}101`
  const size = 4
  const x = (width - modules.length * size) / 2
  return [...modules]
    .map((bit, index) => (bit === '1' ? `M${x + index * size} 120h${size}v240h-${size}z` : ''))
    .join('')
}

function qr(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const side = Math.floor(400 / size)
  const x = (width - size * side) / 2
  return data
    .flatMap((row, y) =>
      row.map((dark, column) =>
        dark ? `M${x + column * side} ${40 + y * side}h${side}v${side}h-${side}z` : '',
      ),
    )
    .join('')
}
