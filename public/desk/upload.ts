import { ApiProblem, problemOf } from '../shared/api.ts'

/**
 * Puts a picture to an address of the API and says how far it is (0 to 1); answers what the server does. By
 * XMLHttpRequest, because fetch cannot tell the progress of what it sends.
 */
export function uploadPicture<T>(
  path: string,
  file: Blob,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', path)
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
