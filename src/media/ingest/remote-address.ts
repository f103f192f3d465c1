/** The address of a socket's other end, written one way only. */
export function remoteAddressOf(socket: { readonly remoteAddress?: string | undefined }): string {
  const address = socket.remoteAddress ?? 'unknown'
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
}

/**
 * What is counted as one sender: an IPv4 address, or the /64 network that is given to one subscriber of IPv6.
 */
export function senderOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('%', 1).join('').split('::')
  const parts = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? 0 : tail.split(':').length
  while (tail !== undefined && parts.length < 8 - after) parts.push('0')
  return parts
    .concat(tail ? tail.split(':') : [])
    .slice(0, 4)
    .join(':')
}
