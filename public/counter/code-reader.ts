/** Finds the text of a barcode or QR code in the video's current picture; null when there is none. */
export type CodeReader = (video: HTMLVideoElement) => Promise<string | null>

// BarcodeDetector is not in TypeScript's DOM library: browsers differ, and that is why there is ZXing besides.
type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> }
type DetectorClass = {
  new (options: { formats: readonly string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

const wanted = ['ean_13', 'ean_8', 'upc_a', 'code_128', 'qr_code'] as const

/** The browser's own reader where it reads all that goods and orders carry, else ZXing, loaded only then. */
export async function openCodeReader(): Promise<CodeReader> {
  const Native = nativeDetector()
  if (Native) {
    try {
      const formats = await Native.getSupportedFormats()
      if (wanted.every(format => formats.includes(format))) {
        const detector = new Native({ formats: wanted })
        return async video => (await detector.detect(video))[0]?.rawValue || null
      }
    } catch {
      // Present, but without its service (Chromium on some desktops): read by ourselves.
    }
  }
  return scriptReader()
}

function nativeDetector(): DetectorClass | null {
  const candidate: unknown = Reflect.get(globalThis, 'BarcodeDetector')
  return typeof candidate === 'function' ? (candidate as unknown as DetectorClass) : null
}

/** Wide enough for the thinnest bars of an EAN at arm's length; more pixels cost time. */
const mostPixels = 960

async function scriptReader(): Promise<CodeReader> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm'),
  ])
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async video => {
    const scale = Math.min(1, mostPixels / Math.max(video.videoWidth, video.videoHeight, 1))
    const width = Math.round(video.videoWidth * scale)
    const height = Math.round(video.videoHeight * scale)
    if (!context || width === 0 || height === 0) return null
    canvas.width = width
    canvas.height = height
    context.drawImage(video, 0, 0, width, height)
    const [found] = await readBarcodes(context.getImageData(0, 0, width, height), {
      formats: ['EAN13', 'EAN8', 'UPCA', 'Code128', 'QRCode'],
      maxNumberOfSymbols: 1,
      tryHarder: true,
    })
    return found?.isValid ? found.text : null
  }
}
