import type { ProductView } from '../../src/wire.ts'
import { ApiProblem, problemOf } from '../shared/api.ts'

/**
 * Sends a picture and says how far it is (0 to 1). By XMLHttpRequest, because fetch cannot tell the progress
 * of what it sends.
 */
export function uploadPicture(
  productId: string,
  file: Blob,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<ProductView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/api/v1/products/${encodeURIComponent(productId)}/image`)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = event => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    }
    request.onload = () => {
      if (request.status === 200 && request.response !== null) resolve(request.response)
      else reject(problemOf(request.status, request.response))
    }
    request.onerror = () => reject(new ApiProblem(0, 'network', ''))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
