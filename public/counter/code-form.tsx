import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/spinner.tsx'
import { sellWords } from './sell/words.ts'

type Props = {
  readonly children: ComponentChildren
  readonly busy: boolean
  /** The row of a list below that Enter takes; null: there is no list. */
  readonly activeId: string | null
  onEnter(text: string): void
  onText(text: string): void
}

/**
 * The one field that is always ready: what a hand scanner types ends up here, wherever the focus was. It is emptied
 * before anything is done with its text, so that a second scan is never glued to the first.
 */
export function CodeForm({ children, busy, activeId, onEnter, onText }: Props) {
  const say = useWords(sellWords)
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')

  useEffect(() => {
    // On a touch screen the focus would open the keyboard; a scanner's keys find the field without it.
    if (matchMedia('(hover: hover)').matches && !elsewhere(document.activeElement)) input.current?.focus()
    const press = (event: KeyboardEvent) => {
      const field = input.current
      if (!field || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (!(event.target instanceof Element) || elsewhere(event.target)) return
      // The character itself then goes into the field; Enter on nothing in particular counts as pressed there.
      if (event.key.length === 1 && event.key !== ' ') field.focus()
      else if (event.key === 'Enter' && event.target === document.body) field.form?.requestSubmit()
    }
    // A dialog gives the focus back to where it was; if that is gone, it comes here.
    const closed = () => {
      if (document.activeElement === document.body && matchMedia('(hover: hover)').matches)
        input.current?.focus()
    }
    addEventListener('keydown', press)
    addEventListener('close', closed, true)
    return () => {
      removeEventListener('keydown', press)
      removeEventListener('close', closed, true)
    }
  }, [])

  const change = (value: string) => {
    setText(value)
    onText(value)
  }
  return (
    <form
      class="code-form card"
      onSubmit={event => {
        event.preventDefault()
        const value = input.current?.value ?? ''
        change('')
        // Not by the next picture: the next scan may begin before it.
        if (input.current) input.current.value = ''
        onEnter(value)
      }}
    >
      <label class="visually-hidden" for="code">
        {say('entry')}
      </label>
      <div class="code-row">
        <input
          ref={input}
          id="code"
          class="field-input code-input"
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={400}
          placeholder={say('entry')}
          aria-describedby="code-hint"
          role="combobox"
          aria-expanded={activeId !== null}
          aria-controls="found"
          aria-activedescendant={activeId ?? undefined}
          data-testid="code"
          value={text}
          onInput={event => change(event.currentTarget.value)}
        />
        {/* Never itself busy: Enter counts as a click on it, and the next scan must not be swallowed. */}
        <Button type="submit" data-testid="lookup" aria-busy={busy}>
          {busy && <Spinner />}
          {say('find')}
        </Button>
        {children}
      </div>
      <p class="field-hint" id="code-hint">
        {say('entryHint')}
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
