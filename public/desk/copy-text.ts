/** Copies a field's text. On plain http (a shop's own network) there is no clipboard API, hence the old way. */
export async function copyFrom(input: HTMLInputElement, text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Refused, for example inside an OBS dock: try the old way.
    }
  }
  const { type, value } = input
  input.type = 'text'
  input.value = text
  input.select()
  const done = document.execCommand('copy')
  input.value = value
  input.type = type
  return done
}
