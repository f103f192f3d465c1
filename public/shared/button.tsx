import type { ComponentChildren, JSX } from 'preact'
import { Spinner } from './states.tsx'

type Props = Omit<JSX.IntrinsicElements['button'], 'class' | 'icon'> & {
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger'
  /** Shows a spinner and takes no click, but keeps the focus. */
  readonly busy?: boolean
  readonly wide?: boolean
  /** Only an icon inside: give it an `aria-label`. */
  readonly icon?: boolean
  readonly class?: string
  readonly children?: ComponentChildren
}

export function Button({
  kind = 'secondary',
  busy,
  wide,
  icon,
  class: extra,
  children,
  onClick,
  ...rest
}: Props) {
  const classes = ['button', `button-${kind}`, wide && 'button-wide', icon && 'button-icon', extra]
  return (
    <button
      type="button"
      {...rest}
      class={classes.filter(Boolean).join(' ')}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}
