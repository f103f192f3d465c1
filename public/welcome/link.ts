export type WelcomeLink = {
  readonly kind: 'owner' | 'owner-again' | 'invitation'
  /** Empty: the link was not copied whole. */
  readonly token: string
}

/** What a link that was sent or printed is for; behind the hash, so that no server's log ever sees it. */
export function linkOf(hash: string): WelcomeLink {
  const [name = '', value] = hash.replace(/^#/, '').split('=')
  if (value === undefined) return { kind: 'owner', token: name }
  return { kind: name === 'owner' ? 'owner-again' : 'invitation', token: value }
}
