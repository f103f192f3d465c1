/** Finds the text of a QR code in the video's current picture; null when there is none. */
export type QrReader = (video: HTMLVideoElement) => Promise<string | null>

// BarcodeDetector is not in TypeScript's DOM library: browsers differ, and that is why there is jsQR besides.
type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> }
type DetectorClass = {
  new (options: { formats: readonly string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

/** The browser's own reader where there is one that reads QR, else jsQR, loaded only then. */
export async function openQrReader(): Promise<QrReader> {
  const Native = nativeDetector()
  if (Native) {
    try {
      if ((await Native.getSupportedFormats()).includes('qr_code')) {
        const detector = new Native({ formats: ['qr_code'] })
        return async video => (await detector.detect(video))[0]?.rawValue ?? null
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

/** More pixels cost time and find no more codes at arm's length. */
const mostPixels = 640

async function scriptReader(): Promise<QrReader> {
  const {
    default: { default: read },
  } = await import('jsqr')
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
    const { data } = context.getImageData(0, 0, width, height)
    return read(data, width, height, { inversionAttempts: 'dontInvert' })?.data || null
  }
}
