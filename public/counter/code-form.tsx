import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import type { Phase } from './enter.ts'
import { counterWords } from './words.ts'

type Props = {
  readonly phase: Phase
  readonly children: ComponentChildren
  onEnter(code: string): void
}

/** The one field that is always ready: what a hand scanner types ends up here, wherever the focus was. */
export function CodeForm({ phase, children, onEnter }: Props) {
  const say = useWords(counterWords)
  const input = useRef<HTMLInputElement>(null)

  const fresh = useRef(true)
  // With the change itself, not after the next frame: by then the next scan may have begun.
  useLayoutEffect(() => {
    const field = input.current
    if (!field || phase === 'busy') return
    // Whatever stood there was dealt with: the next scan must not be glued to it. Unless nothing was dealt with yet.
    if (!fresh.current) field.value = ''
    fresh.current = false
    // On a touch screen the focus would open the keyboard; a scanner's keys find the field without it.
    if (matchMedia('(hover: hover)').matches && !elsewhere(document.activeElement)) field.focus()
  }, [phase])

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const field = input.current
      if (!field || event.ctrlKey || event.metaKey || event.altKey) return
      if (!(event.target instanceof Element) || elsewhere(event.target)) return
      // The character itself then goes into the field; Enter on nothing in particular counts as pressed there.
      if (event.key.length === 1 && event.key !== ' ') field.focus()
      else if (event.key === 'Enter' && event.target === document.body) field.form?.requestSubmit()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])

  return (
    <form
      class="code-form card"
      onSubmit={event => {
        event.preventDefault()
        onEnter(input.current?.value ?? '')
      }}
    >
      <label class="field-label" for="code">
        {say('code')}
      </label>
      <div class="code-row">
        <input
          ref={input}
          id="code"
          class="field-input code-input mono"
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={64}
          placeholder="XXXX-XXXX-XXXX"
          aria-describedby="code-hint"
          data-testid="code"
        />
        <Button type="submit" kind="primary" data-testid="lookup" busy={phase === 'busy'}>
          {say('lookup')}
        </Button>
        {children}
      </div>
      <p class="field-hint" id="code-hint">
        {say('codeHint')}
      </p>
    </form>
  )
}

/** Somebody works in another field or a dialog: leave the keys and the focus there. */
function elsewhere(element: Element | null): boolean {
  if (!element || element.id === 'code') return false
  return (
    element.closest('input, select, textarea, dialog') !== null ||
    document.querySelector('dialog[open]') !== null
  )
}
