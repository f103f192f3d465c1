import { useState } from 'preact/hooks'
import type { ProductPictureView, ProductView } from '../../../src/wire.ts'
import { PictureIcon } from '../../desk/icons.tsx'
import { InlineEdit } from '../../desk/inline-edit.tsx'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { deskWords } from '../../desk/words.ts'
import { ApiProblem } from '../../shared/api.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { BackIcon, TrashIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { type Edit, productPath } from './use-edit.ts'
import { catalogWords } from './words.ts'

type Props = {
  readonly product: ProductView
  readonly edit: Edit
  onChange(product: ProductView): void
}

/** The pictures in order: dragged, or moved by buttons; the first is the main one. */
export function Pictures({ product, edit, onChange }: Props) {
  const say = useWords(catalogWords)
  const [dragged, setDragged] = useState<string | null>(null)
  const [leaving, setLeaving] = useState<ProductPictureView | null>(null)
  const ids = product.pictures.map(picture => picture.id)
  const order = (next: readonly string[]) =>
    edit.send('PUT', productPath(product, '/pictures/order'), { ids: next })
  const drop = (target: string) => {
    if (dragged !== null && dragged !== target) void order(moved(ids, dragged, ids.indexOf(target)))
    setDragged(null)
  }
  return (
    <>
      {ids.length === 0 ? (
        <p class="field-hint">{say('noPictures')}</p>
      ) : (
        <ul class="gallery">
          {product.pictures.map((picture, index) => (
            <li
              key={picture.id}
              draggable
              class={picture.id === dragged ? 'dragged' : ''}
              data-testid="gallery-picture"
              onDragStart={() => setDragged(picture.id)}
              onDragEnd={() => setDragged(null)}
              onDragOver={event => event.preventDefault()}
              onDrop={event => {
                event.preventDefault()
                drop(picture.id)
              }}
            >
              <span class="gallery-place">
                <img src={picture.sizes.at(0)?.url} alt={picture.alt} draggable={false} />
                {index === 0 && <span class="gallery-main">{say('main')}</span>}
              </span>
              <span class="gallery-actions">
                <Button
                  kind="quiet"
                  icon
                  aria-label={say('earlier')}
                  disabled={index === 0 || edit.busy}
                  onClick={() => order(moved(ids, picture.id, index - 1))}
                >
                  <BackIcon />
                </Button>
                <Button
                  kind="quiet"
                  icon
                  class="mirrored"
                  aria-label={say('later')}
                  disabled={index === ids.length - 1 || edit.busy}
                  onClick={() => order(moved(ids, picture.id, index + 1))}
                >
                  <BackIcon />
                </Button>
                <Button
                  kind="quiet"
                  icon
                  aria-label={say('deletePicture')}
                  disabled={edit.busy}
                  onClick={() => setLeaving(picture)}
                >
                  <TrashIcon />
                </Button>
              </span>
              <InlineEdit
                label={say('alt')}
                value={picture.alt}
                maxLength={200}
                save={alt =>
                  edit.sendOrThrow('PATCH', productPath(product, `/pictures/${picture.id}`), { alt })
                }
              />
              {product.variants.length > 1 && (
                <select
                  class="field-input"
                  aria-label={say('shows')}
                  value={picture.variantId ?? ''}
                  onChange={event =>
                    edit.send('PATCH', productPath(product, `/pictures/${picture.id}`), {
                      variantId: event.currentTarget.value || null,
                    })
                  }
                >
                  <option value="">{say('everyVariant')}</option>
                  {product.variants.map(variant => (
                    <option key={variant.id} value={variant.id}>
                      {variant.title || variant.options.join(' / ') || variant.sku}
                    </option>
                  ))}
                </select>
              )}
            </li>
          ))}
        </ul>
      )}
      <AddPicture product={product} onChange={onChange} />
      {leaving && (
        <Confirm
          title={say('deletePicture')}
          confirmLabel={say('delete')}
          cancelLabel={say('keep')}
          busy={edit.busy}
          onClose={() => setLeaving(null)}
          onConfirm={async () => {
            await edit.send('DELETE', productPath(product, `/pictures/${leaving.id}`))
            setLeaving(null)
          }}
        >
          <p>{say('deletePictureText')}</p>
        </Confirm>
      )}
    </>
  )
}

function AddPicture({ product, onChange }: Omit<Props, 'edit'>) {
  const say = useWords(catalogWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [left, setLeft] = useState(0)
  const [fault, setFault] = useState<string | null>(null)

  const add = async (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])]
    // The same file can be chosen again after a failure.
    input.value = ''
    setFault(null)
    for (const [index, file] of files.entries()) {
      setLeft(files.length - index)
      try {
        onChange(await call<ProductView>('POST', productPath(product, '/pictures'), { body: file }))
      } catch (error) {
        setFault(faultOf(error))
        break
      }
    }
    setLeft(0)
  }
  const faultOf = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 413) return sayDesk('pictureTooLarge')
    if (error instanceof ApiProblem && [400, 415].includes(error.status)) return sayDesk('pictureBad')
    return sayProblem(error)
  }
  return (
    <div class="upload-text">
      <label class={`button button-secondary ${left > 0 ? 'upload-busy' : ''}`}>
        <PictureIcon />
        {left > 0 ? sayDesk('processing') : say('addPicture')}
        <input
          class="visually-hidden"
          type="file"
          accept="image/*"
          multiple
          disabled={left > 0}
          data-testid="add-picture"
          onChange={event => add(event.currentTarget)}
        />
      </label>
      {fault && (
        <span class="field-error" role="alert">
          {fault}
        </span>
      )}
    </div>
  )
}

function moved(ids: readonly string[], id: string, to: number): string[] {
  return ids.filter(other => other !== id).toSpliced(to, 0, id)
}
