/** The caller's address as the trusted proxies wrote it: each adds at the end of X-Forwarded-For whom it was called by. */
export function forwardedAddress(header: string | undefined, proxies: number): string | undefined {
  if (proxies === 0) return undefined
  return header?.split(',').slice(-proxies)[0]?.trim()
}

/** One IPv6 customer has a whole /64: limits count that as one address. */
export function clientKey(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (v4 !== undefined) return v4
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(group => group !== '')
  const rest = tail.split(':').filter(group => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':')
}
