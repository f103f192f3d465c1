import { useEffect, useRef, useState } from 'preact/hooks'
import type { OrderView, ProductView } from '../../src/wire.ts'
import { Button } from '../shared/button.tsx'
import { recall, remember } from '../shared/device-store.ts'
import { BackIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { orderPath } from '../shared/my-orders.ts'
import { Sheet } from '../shared/sheet.tsx'
import { contactFaults, parseContact, tidyContact } from './contact.ts'
import { ContactFields } from './contact-fields.tsx'
import { FulfilmentChoice, type FulfilmentKind } from './fulfilment-choice.tsx'
import { OrderProblem } from './order-problem.tsx'
import { leftOf } from './product-facts.ts'
import { ProductHead } from './product-head.tsx'
import { QuantityStepper } from './quantity-stepper.tsx'
import type { ShopState } from './shop-state.ts'
import { shopWords } from './shop-words.ts'
import { defaultStore, storeOptions } from './store-choice.ts'
import { StoreList } from './store-list.tsx'
import { useLevels } from './use-levels.ts'
import { useOrder } from './use-order.ts'
import { usePosition } from './use-position.ts'
import { useStores } from './use-stores.ts'
import { VariantChoice } from './variant-choice.tsx'

type Props = {
  readonly product: ProductView
  readonly state: ShopState
  readonly onBack: (() => void) | null
  onClose(): void
}

// The server's own limit is a setting; past this one it decides.
const mostQuantity = 99

const openOrder = (order: OrderView) =>
  location.assign(orderPath({ id: order.id, token: order.accessToken ?? '' }))

export function ProductSheet({ product, state, onBack, onClose }: Props) {
  const say = useWords(shopWords)
  const language = useLanguage()
  const [variantId, setVariantId] = useState(() => firstChoice(product, state))
  const [wanted, setWanted] = useState(1)
  const [kind, setKind] = useState<FulfilmentKind>(
    recall('fulfilment') === 'delivery' ? 'delivery' : 'pickup',
  )
  const [storeId, setStoreId] = useState<string | null>(null)
  const [contact, setContact] = useState(() => parseContact(recall('contact')))
  const [checked, setChecked] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const here = usePosition()
  const { stores, failed: storesFailed, retry } = useStores()
  const levels = useLevels(variantId, state.stock)
  const { place, busy, problem, forget } = useOrder(openOrder)

  const variant = product.variants.find(({ id }) => id === variantId) ?? product.variants[0]
  const left = variant ? leftOf(variant, state.stock) : 0
  const options = stores && levels.known ? storeOptions(stores, levels.left, here.position) : null
  const isPickup = kind === 'pickup'
  const most = isPickup && options ? Math.max(0, ...options.map(option => option.left ?? 0)) : left
  const quantity = Math.min(wanted, Math.max(1, Math.min(mostQuantity, most)))
  const suggested = storeId === null && options ? defaultStore(options, quantity, recall('store')) : null
  useEffect(() => {
    if (suggested) setStoreId(suggested)
  }, [suggested])
  // A store that no longer has enough is not silently replaced: the goods would wait where nobody goes.
  const chosen = options?.find(({ store }) => store.id === (storeId ?? suggested))
  const store = chosen && (chosen.left ?? 0) >= quantity ? chosen.store.id : null
  useEffect(() => {
    if (problem?.type === 'out-of-stock') levels.again()
  }, [problem, levels.again])
  const faults = contactFaults(contact, !isPickup)

  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    if (!variant || left === 0) return
    if (faults[0]) {
      form.current?.querySelector<HTMLElement>(`[name=${faults[0]}]`)?.focus()
      return
    }
    if (isPickup && !store) {
      form.current?.querySelector<HTMLElement>('[name=store]:enabled')?.focus()
      return
    }
    const { name, phone, address } = tidyContact(contact)
    remember('contact', JSON.stringify(contact))
    remember('fulfilment', kind)
    if (store && isPickup) remember('store', store)
    place({
      roomSlug: state.room.slug,
      lines: [{ variantId: variant.id, quantity }],
      fulfilment: isPickup && store ? { kind: 'pickup', storeId: store } : { kind: 'delivery', address },
      contact: { name, phone },
      payment: { method: isPickup ? 'pay-at-pickup' : 'cash-on-delivery' },
    })
  }
  // After any change the refusal is about something else.
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      forget()
      set(value)
    }

  const chooseVariant = (id: string) => {
    setVariantId(id)
    setStoreId(null)
  }

  return (
    <Sheet
      title={product.title}
      closeLabel={say('close')}
      onClose={onClose}
      lead={
        onBack && (
          <Button kind="quiet" icon aria-label={say('back')} onClick={onBack}>
            <BackIcon />
          </Button>
        )
      }
      foot={
        <>
          {problem && variant && (
            <OrderProblem
              problem={problem}
              variantId={variant.id}
              isPickup={isPickup}
              onTake={change(setWanted)}
            />
          )}
          <div class="total">
            <p class="total-sum">
              <span>{say('total')}</span>
              <strong data-testid="total">
                {variant &&
                  formatMoney({ ...variant.price, amount: variant.price.amount * quantity }, language)}
              </strong>
            </p>
            <Button
              kind="primary"
              type="submit"
              form="purchase"
              class="total-buy"
              data-testid="buy"
              busy={busy}
              disabled={left === 0}
            >
              {say(left === 0 ? 'soldOut' : isPickup ? 'reserve' : 'order')}
            </Button>
          </div>
        </>
      }
    >
      <form id="purchase" class="purchase" ref={form} noValidate onSubmit={submit}>
        {variant && (
          <ProductHead
            product={product}
            variant={variant}
            left={left}
            alone={product.variants.length === 1}
          />
        )}
        {product.variants.length > 1 && (
          <VariantChoice
            product={product}
            stock={state.stock}
            chosen={variantId}
            onChoose={change(chooseVariant)}
          />
        )}
        <QuantityStepper value={quantity} most={Math.min(mostQuantity, most)} onChange={change(setWanted)} />
        <FulfilmentChoice chosen={kind} onChoose={change(setKind)} />
        {isPickup && (
          <StoreList
            options={options}
            failed={storesFailed || levels.failed}
            chosen={store}
            missing={checked && options !== null && !store}
            quantity={quantity}
            here={here}
            onChoose={change(setStoreId)}
            onRetry={() => {
              retry()
              levels.again()
            }}
          />
        )}
        <ContactFields
          contact={contact}
          faults={checked ? faults : []}
          needsAddress={!isPickup}
          onChange={setContact}
        />
      </form>
    </Sheet>
  )
}

function firstChoice(product: ProductView, state: ShopState): string {
  const there = product.variants.find(variant => leftOf(variant, state.stock) > 0)
  return (there ?? product.variants[0])?.id ?? ''
}
