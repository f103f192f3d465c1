/** A description as lines, to look things up in; nothing is checked here. */
export type SdpView = {
  readonly session: SectionView
  readonly sections: readonly MediaView[]
}

export type SectionView = {
  /** Values of `a=name:value`, or of `a=name` (empty), in their order. */
  all(name: string): readonly string[]
  /** The first one. */
  get(name: string): string | undefined
}

export type MediaView = SectionView & {
  readonly kind: string
  readonly port: number
  readonly protocol: string
  readonly formats: readonly string[]
  readonly mid: string | undefined
  readonly direction: string | undefined
  /** The section's own, or else the session's. */
  inherited(name: string): string | undefined
}

const directions = ['sendonly', 'recvonly', 'sendrecv', 'inactive']

export function viewSdp(text: string): SdpView {
  const [head = '', ...rest] = text.split(/\r?\n(?=m=)/)
  const session = viewSection(head)
  const sections = rest.map(part => {
    const own = viewSection(part)
    const inherited = (name: string) => own.get(name) ?? session.get(name)
    const [kind = '', port = '', protocol = '', ...formats] = (part.split(/\r?\n/)[0] ?? '')
      .slice(2)
      .split(' ')
    return {
      ...own,
      inherited,
      kind,
      port: Number(port),
      protocol,
      formats,
      mid: own.get('mid'),
      direction: directions.find(name => own.get(name) !== undefined),
    }
  })
  return { session, sections }
}

function viewSection(text: string): SectionView {
  const attributes = text.split(/\r?\n/).flatMap(line => {
    const [, name, value] = /^a=([^:\s]+):?(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [{ name, value: value ?? '' }]
  })
  const all = (wanted: string) => attributes.filter(({ name }) => name === wanted).map(({ value }) => value)
  return { all, get: name => all(name)[0] }
}
