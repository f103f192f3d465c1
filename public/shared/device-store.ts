/** What this device remembers. Private windows and full disks refuse storage: then it remembers nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`stallcast.${key}`)
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`stallcast.${key}`, value)
  } catch {
    // Nothing depends on it.
  }
}
