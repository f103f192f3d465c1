/**
 * What an ICE restart takes from an offer to the server: RFC 9725 section 4.3.3, in the format of RFC 8840 section 9.
 * @throws when the offer has no ICE credentials.
 */
export function restartFragment(offer: string): string {
  const lines = linesOf(offer)
  const media = lines.findIndex(line => line.startsWith('m='))
  const first = lines.slice(media)
  const credentials = [attribute(lines, 'ice-ufrag'), attribute(lines, 'ice-pwd')]
  if (credentials.includes(undefined)) throw new Error('the offer has no ICE credentials')
  const mid = attribute(first, 'mid')
  return [
    'a=ice-options:trickle ice2',
    ...lines.filter(line => line.startsWith('a=group:BUNDLE ')),
    ...first.slice(0, 1),
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    `a=ice-ufrag:${credentials[0]}`,
    `a=ice-pwd:${credentials[1]}`,
    '',
  ].join('\r\n')
}

/**
 * The answer of before with the credentials and candidates of the server's fragment.
 * @throws when the fragment has no credentials.
 */
export function withFragment(answer: string, fragment: string): string {
  const news = linesOf(fragment)
  const credentials = ['ice-ufrag', 'ice-pwd'].map(name => {
    const value = attribute(news, name)
    if (value === undefined) throw new Error(`the server's fragment has no ${name}`)
    return `a=${name}:${value}`
  })
  const candidates = news.filter(line => /^a=(candidate:|end-of-candidates)/.test(line))
  const stale =
    candidates.length > 0 ? /^a=(ice-ufrag:|ice-pwd:|candidate:|end-of-candidates)/ : /^a=ice-(ufrag|pwd):/
  let section = 0
  const lines = linesOf(answer).flatMap(line => {
    if (stale.test(line)) return []
    if (!line.startsWith('a=mid:')) return [line]
    section += 1
    // Those of the first section count for all of a bundle.
    return section === 1 ? [line, ...credentials, ...candidates] : [line, ...credentials]
  })
  return `${lines.join('\r\n')}\r\n`
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter(line => line !== '')
}

function attribute(lines: readonly string[], name: string): string | undefined {
  const start = `a=${name}:`
  return lines.find(line => line.startsWith(start))?.slice(start.length)
}
