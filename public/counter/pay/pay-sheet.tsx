import { useEffect, useRef, useState } from 'preact/hooks'
import type { Money } from '../../../src/wire.ts'
import { amountText, parseAmount } from '../../desk/amount.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { CloseIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { isGtin } from '../sell/gtin.ts'
import {
  changeOf,
  likelyCash,
  type PayMethod,
  type Payment,
  type PaymentFault,
  payMethods,
  paymentOf,
  restOf,
} from './payment.ts'
import { payWords } from './words.ts'

type Props = {
  readonly title: string
  /** What is to be paid in all here. */
  readonly total: Money
  readonly payments: readonly Payment[]
  /** Resolves when the device keeps them: what is shown as taken outlives the page. */
  onPayments(payments: readonly Payment[]): Promise<void>
  /** All of it is paid. */
  onDone(payments: readonly Payment[]): void
  onClose(): void
}

/** Letters that choose a way to pay while the amount has the focus: no amount has letters in it. */
const methodKeys: Readonly<Record<string, PayMethod>> = {
  c: 'cash',
  k: 'card',
  w: 'wechat-pay',
  a: 'alipay',
  o: 'other',
}

export function PaySheet({ title, total, payments, onPayments, onDone, onClose }: Props) {
  const say = useWords(payWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const { currency } = total
  const [method, setMethod] = useState<PayMethod>('cash')
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<PaymentFault | 'badAmount' | 'notKept' | null>(null)
  const keeping = useRef(false)
  const field = useRef<HTMLInputElement>(null)
  const rest = restOf(total.amount, payments)
  const money = (amount: number) => formatMoney({ amount, currency }, language)

  useEffect(() => field.current?.focus(), [payments.length])

  // A barcode that was scanned here is no amount, however it parses.
  const given = typed.trim() === '' ? rest : isGtin(typed.trim()) ? null : parseAmount(typed, currency)
  const ahead = given === null ? 'badAmount' : paymentOf(method, given, rest, currency)
  const change = typeof ahead === 'string' ? changeOf(payments) : changeOf([...payments, ahead])

  const keep = async (all: readonly Payment[]) => {
    keeping.current = true
    try {
      await onPayments(all)
      setTyped('')
    } catch {
      setFault('notKept')
    }
    keeping.current = false
  }
  const take = (next: Payment | PaymentFault | 'badAmount') => {
    if (keeping.current) return
    if (rest === 0) return onDone(payments)
    if (typeof next === 'string') return setFault(isGtin(typed.trim()) ? 'too-much-cash' : next)
    setFault(null)
    const all = [...payments, next]
    if (restOf(total.amount, all) === 0) return onDone(all)
    void keep(all)
  }
  const press = (event: KeyboardEvent) => {
    const chosen = methodKeys[event.key.toLowerCase()]
    if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    setMethod(chosen)
    setFault(null)
  }

  return (
    <Sheet
      title={title}
      closeLabel={sayDesk('close')}
      onClose={onClose}
      foot={
        <Button kind="primary" wide class="pay-take" onClick={() => take(ahead)} data-testid="take-payment">
          {rest === 0 || typeof ahead === 'string' || ahead.amount === rest
            ? say('finish')
            : say('take', { amount: money(ahead.tendered ?? ahead.amount) })}{' '}
          <kbd>↵</kbd>
        </Button>
      }
    >
      <form
        class="pay"
        onKeyDown={press}
        onSubmit={event => {
          event.preventDefault()
          take(ahead)
        }}
      >
        <div class="pay-sums" aria-live="polite">
          <p class="pay-sum">
            <span>{say(payments.length === 0 ? 'due' : 'rest')}</span>
            <strong data-testid="rest">{money(rest)}</strong>
          </p>
          <p class="pay-sum" hidden={change === 0}>
            <span>{say('change')}</span>
            <strong class="pay-change" data-testid="change">
              {money(change)}
            </strong>
          </p>
        </div>
        {payments.length > 0 && (
          <Taken payments={payments} currency={currency} onPayments={all => void keep(all)} />
        )}
        <fieldset class="pay-methods">
          <legend class="visually-hidden">{say('method')}</legend>
          {payMethods.map((name, index) => (
            <button
              key={name}
              type="button"
              class="tender"
              aria-pressed={method === name}
              data-testid={`pay-${name}`}
              onClick={() => {
                setMethod(name)
                setFault(null)
                field.current?.focus()
              }}
            >
              {say(name)} <kbd>{Object.keys(methodKeys)[index]?.toUpperCase()}</kbd>
            </button>
          ))}
        </fieldset>
        <div class="field">
          <label class="field-label" for="pay-amount">
            {say('amount')}
          </label>
          <input
            ref={field}
            id="pay-amount"
            // With the dialog, not after it: the first key may come before the next picture.
            autofocus
            class="field-input pay-amount"
            inputmode="decimal"
            autocomplete="off"
            maxLength={20}
            data-testid="amount"
            placeholder={amountText(rest, currency)}
            value={typed}
            aria-invalid={fault !== null}
            aria-describedby="pay-note"
            onInput={event => {
              setTyped(event.currentTarget.value)
              setFault(null)
            }}
          />
          <p
            class={fault || rest < 0 ? 'field-error' : 'field-hint'}
            id="pay-note"
            role={fault || rest < 0 ? 'alert' : undefined}
          >
            {rest < 0
              ? say('overpaid')
              : fault
                ? say(fault)
                : say(method === 'cash' ? 'amountHint' : 'cardHint')}
          </p>
        </div>
        {method === 'cash' && rest > 0 && (
          <div class="pay-quick">
            {likelyCash(rest, currency).map((amount, index) => (
              <Button key={amount} onClick={() => take(paymentOf('cash', amount, rest, currency))}>
                {index === 0 ? `${say('exact')} ${money(amount)}` : money(amount)}
              </Button>
            ))}
          </div>
        )}
      </form>
    </Sheet>
  )
}

type TakenProps = {
  readonly payments: readonly Payment[]
  readonly currency: string
  onPayments(payments: readonly Payment[]): void
}

function Taken({ payments, currency, onPayments }: TakenProps) {
  const say = useWords(payWords)
  const language = useLanguage()
  return (
    <ul class="pay-taken" aria-label={say('taken')}>
      {payments.map((payment, index) => (
        <li key={index} class="pay-taken-row">
          <span>{say(payment.method)}</span>
          <strong>{formatMoney({ amount: payment.amount, currency }, language)}</strong>
          <Button
            kind="quiet"
            icon
            aria-label={say('takeOff')}
            onClick={() => onPayments(payments.filter((_, other) => other !== index))}
          >
            <CloseIcon />
          </Button>
        </li>
      ))}
    </ul>
  )
}
