import type { ComponentChildren } from 'preact'
import { AlertIcon } from './icons.tsx'

export { Spinner } from './spinner.tsx'

type NoteProps = {
  readonly icon?: ComponentChildren
  readonly title: string
  /** What the reader can do. */
  readonly text?: ComponentChildren
  /** A button or link. */
  readonly children?: ComponentChildren
}

export function EmptyState({ icon, title, text, children }: NoteProps) {
  return (
    <div class="note">
      {icon && <div class="note-icon">{icon}</div>}
      <h2 class="note-title">{title}</h2>
      {text && <p class="note-text">{text}</p>}
      {children}
    </div>
  )
}

export function FailedState({ icon = <AlertIcon />, title, text, children }: NoteProps) {
  return (
    <div class="note note-failed" role="alert">
      <div class="note-icon">{icon}</div>
      <h2 class="note-title">{title}</h2>
      {text && <p class="note-text">{text}</p>}
      {children}
    </div>
  )
}

/** A place that is being filled; give its size by a class. */
export function Skeleton({ class: extra = '' }: { class?: string }) {
  return <div class={`skeleton ${extra}`} aria-hidden="true" />
}
