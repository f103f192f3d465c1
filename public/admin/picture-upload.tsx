import { useEffect, useRef, useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { PictureIcon } from '../desk/icons.tsx'
import { pictureUrl } from '../desk/product-picture.tsx'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { ApiProblem } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { uploadPicture } from './upload.ts'
import { adminWords } from './words.ts'

type Props = { readonly product: ProductView; onChange(product: ProductView): void }

/** The product's picture; a new one is shown at once, and how far its upload is. */
export function PictureUpload({ product, onChange }: Props) {
  const say = useWords(adminWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [preview, setPreview] = useState<string | null>(null)
  const [part, setPart] = useState<number | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const left = useRef(new AbortController())
  useEffect(() => () => left.current.abort(), [])
  useEffect(() => () => void (preview && URL.revokeObjectURL(preview)), [preview])

  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    // The same file can be chosen again after a failure.
    input.value = ''
    if (!file) return
    setPreview(URL.createObjectURL(file))
    setPart(0)
    setFault(null)
    try {
      onChange(await uploadPicture(product.id, file, setPart, left.current.signal))
    } catch (error) {
      if (left.current.signal.aborted) return
      setFault(faultOf(error))
      // Upload does not go through `call`, which is what notices that the session is over.
      if (error instanceof ApiProblem && error.status === 401) call('GET', '/api/v1/session').catch(() => {})
    } finally {
      setPart(null)
      setPreview(null)
    }
  }
  const faultOf = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 413) return say('pictureTooLarge')
    if (error instanceof ApiProblem && [400, 415, 422].includes(error.status)) return say('pictureBad')
    return sayProblem(error)
  }

  const shown = preview ?? pictureUrl(product.images, 96)
  const busy = part !== null
  return (
    <div class="upload">
      <span class="upload-picture">{shown ? <img src={shown} alt="" /> : <PictureIcon />}</span>
      <div class="upload-text">
        <label class={`button button-secondary ${busy ? 'upload-busy' : ''}`}>
          {say(product.images.length > 0 ? 'changePicture' : 'choosePicture')}
          <input
            class="visually-hidden"
            type="file"
            accept="image/*"
            disabled={busy}
            data-testid="picture"
            onChange={event => choose(event.currentTarget)}
          />
        </label>
        {busy ? (
          <>
            <progress class="upload-bar" max={1} value={part} />
            <span class="quiet small" role="status">
              {part < 1 ? say('uploading', { percent: Math.round(part * 100) }) : say('processing')}
            </span>
          </>
        ) : (
          <span class={fault ? 'field-error' : 'quiet small'} role={fault ? 'alert' : undefined}>
            {fault ?? say('pictureHint')}
          </span>
        )}
      </div>
    </div>
  )
}
