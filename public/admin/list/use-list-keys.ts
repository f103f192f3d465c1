import { useEffect } from 'preact/hooks'

/** `/` goes to the search field; up and down go from row to row, which are the elements with `data-row`. */
export function useListKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null)
        return
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select')
      if (event.key === '/' && !typing) {
        const field = document.querySelector('.frame-main input[type="search"]')
        if (!(field instanceof HTMLElement)) return
        event.preventDefault()
        field.focus()
      }
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      const inSearch = event.target instanceof HTMLInputElement && event.target.type === 'search'
      if (step === 0 || (typing && !inSearch)) return
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
      const active = document.activeElement
      const at = active instanceof HTMLElement ? rows.indexOf(active) : -1
      const next = rows[at < 0 ? (step > 0 ? 0 : -1) : at + step]
      if (next === undefined) return
      event.preventDefault()
      next.focus()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
