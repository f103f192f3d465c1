import type { ProductView } from '../../src/wire.ts'
import { DownIcon, GripIcon, UpIcon } from '../desk/icons.tsx'
import { available, priceText } from '../desk/product-figures.ts'
import { ProductPicture, pictureUrl } from '../desk/product-picture.tsx'
import { VariantEditor } from '../desk/variant-editor.tsx'
import { Button } from '../shared/button.tsx'
import { TrashIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/states.tsx'
import { Lasting } from './now-pinned.tsx'
import type { Pin } from './use-pin.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly product: ProductView
  readonly place: number
  readonly count: number
  readonly pin: Pin | null
  readonly dragged: boolean
  readonly open: boolean
  onGrip(event: PointerEvent): void
  onMove(to: number): void
  onOpen(): void
  onRemove(): void
  onChange(product: ProductView): void
}

export function LineupItem(props: Props) {
  const { product, place, pin, open, onMove } = props
  const say = useWords(studioWords)
  const language = useLanguage()
  const pinned = pin?.productId === product.id
  const left = available(product)
  const moveByKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    onMove(place + step)
  }
  const classes = ['item', pinned && 'item-pinned', props.dragged && 'item-dragged']
  return (
    <li class={classes.filter(Boolean).join(' ')}>
      <div class="item-row">
        <button
          type="button"
          class="grip"
          aria-label={say('move', { title: product.title })}
          onPointerDown={props.onGrip}
          onKeyDown={moveByKey}
        >
          {pin && place < 9 ? <kbd>{place + 1}</kbd> : <span class="quiet small">{place + 1}</span>}
          <GripIcon />
        </button>
        <button type="button" class="item-open" aria-expanded={open} onClick={props.onOpen}>
          <ProductPicture url={pictureUrl(product.images, 48)} />
          <span class="item-text">
            <span class="item-title">{product.title}</span>
            <span class="item-figures">
              <strong>{priceText(product, language)}</strong>
              <span class={left === 0 ? 'stock-none' : left <= 5 ? 'stock-low' : 'quiet'}>
                {left === 0 ? say('soldOut') : say('stockLeft', { count: left })}
              </span>
            </span>
          </span>
        </button>
        {pin && (
          <button
            type="button"
            class={pinned ? 'pin pin-on' : 'pin'}
            aria-pressed={pinned}
            aria-keyshortcuts={place < 9 ? String(place + 1) : undefined}
            data-testid={`pin-${product.id}`}
            onClick={() => (pinned ? pin.take() : pin.put(product.id))}
          >
            {say(pinned ? 'pinning' : 'pin')}
            {pinned && (pin.since === null ? <Spinner /> : <Lasting since={pin.since} />)}
          </button>
        )}
      </div>
      {open && (
        <div class="item-edit">
          <VariantEditor product={product} onChange={props.onChange} />
          <div class="item-actions">
            <Button
              kind="quiet"
              icon
              aria-label={say('moveUp')}
              disabled={place === 0}
              onClick={() => onMove(place - 1)}
            >
              <UpIcon />
            </Button>
            <Button
              kind="quiet"
              icon
              aria-label={say('moveDown')}
              disabled={place === props.count - 1}
              onClick={() => onMove(place + 1)}
            >
              <DownIcon />
            </Button>
            <Button kind="quiet" onClick={props.onRemove}>
              <TrashIcon />
              {say('remove')}
            </Button>
          </div>
        </div>
      )}
    </li>
  )
}
