import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { PictureIcon } from './icons.tsx'
import { useCall } from './session.tsx'
import { uploadPicture } from './upload.ts'
import { useProblemText } from './use-problem-text.ts'
import { deskWords } from './words.ts'

type Props<T> = {
  /** Where the API takes the picture: PUT with its bytes, and DELETE when it can be taken away. */
  readonly path: string
  /** The address of the picture that is there; null: none. */
  readonly picture: string | null
  /** A cover is a wide picture, a product's is square. */
  readonly wide?: boolean
  readonly hint?: string
  readonly removable?: boolean
  onAnswer(answer: T): void
}

/** A picture and the way to another; a new one is shown at once, and how far its upload is. */
export function PictureUpload<T>({ path, picture, wide, hint, removable, onAnswer }: Props<T>) {
  const say = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [preview, setPreview] = useState<string | null>(null)
  const [part, setPart] = useState<number | null>(null)
  const [removing, setRemoving] = useState(false)
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
      onAnswer(await uploadPicture<T>(path, file, setPart, left.current.signal))
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
  const remove = async () => {
    setRemoving(true)
    setFault(null)
    try {
      onAnswer(await call<T>('DELETE', path))
    } catch (error) {
      setFault(sayProblem(error))
    } finally {
      setRemoving(false)
    }
  }
  const faultOf = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 413) return say('pictureTooLarge')
    if (error instanceof ApiProblem && [400, 415, 422].includes(error.status)) return say('pictureBad')
    return sayProblem(error)
  }

  const shown = preview ?? picture
  const busy = part !== null
  return (
    <div class="upload">
      <span class={wide ? 'upload-picture upload-wide' : 'upload-picture'}>
        {shown ? <img src={shown} alt="" /> : <PictureIcon />}
      </span>
      <div class="upload-text">
        <div class="upload-buttons">
          <label class={`button button-secondary ${busy ? 'upload-busy' : ''}`}>
            {say(picture === null ? 'choosePicture' : 'changePicture')}
            <input
              class="visually-hidden"
              type="file"
              accept="image/*"
              disabled={busy}
              data-testid="picture"
              onChange={event => choose(event.currentTarget)}
            />
          </label>
          {removable && picture !== null && !busy && (
            <Button kind="quiet" busy={removing} onClick={remove}>
              {say('removePicture')}
            </Button>
          )}
        </div>
        {busy ? (
          <>
            <progress class="upload-bar" max={1} value={part} />
            <span class="quiet small" role="status">
              {part < 1 ? say('uploading', { percent: Math.round(part * 100) }) : say('processing')}
            </span>
          </>
        ) : (
          <span class={fault ? 'field-error' : 'quiet small'} role={fault ? 'alert' : undefined}>
            {fault ?? hint ?? say('pictureHint')}
          </span>
        )}
      </div>
    </div>
  )
}
