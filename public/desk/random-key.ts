/** A key that nobody has used; crypto.randomUUID is missing on plain http, which a shop's own network is. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('')
}
