/** A pair of an attribute-list (§4.2). `value` is without the quotes of a quoted-string. */
export type Attribute = {
  readonly name: string
  readonly raw: string
  readonly quoted: boolean
  readonly value: string
}

export type AttributeList = {
  readonly pairs: readonly Attribute[]
  /** What is left where the list stops being one; null when it is one to its end. */
  readonly broken: string | null
}

const pair = /^([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]*)(?:,|$)/

/** Splits an attribute-list by the grammar of §4.2. */
export function parseAttributes(text: string): AttributeList {
  const pairs: Attribute[] = []
  let rest = text
  while (rest !== '') {
    const [all = '', name = '', raw = ''] = pair.exec(rest) ?? []
    // A comma promises another pair.
    if (all === '' || raw === '' || (all.endsWith(',') && all.length === rest.length)) {
      return { pairs, broken: rest }
    }
    const quoted = raw.startsWith('"')
    pairs.push({ name, raw, quoted, value: quoted ? raw.slice(1, -1) : raw })
    rest = rest.slice(all.length)
  }
  return { pairs, broken: pairs.length === 0 ? text : null }
}

export type AttributeType =
  | 'integer'
  | 'hexadecimal'
  | 'float'
  | 'signed-float'
  | 'quoted'
  | 'quoted-or-empty'
  | 'quoted-or-none'
  | 'enumerated'
  | 'resolution'
  | 'any'

const integer = /^\d{1,20}$/
const greatest = 2n ** 64n - 1n

/** Whether an attribute has the form of its type; `values` are those of an enumerated-string. */
export function hasType(attribute: Attribute, type: AttributeType, values: readonly string[] = []): boolean {
  const { raw, quoted, value } = attribute
  switch (type) {
    case 'integer':
      return integer.test(raw) && BigInt(raw) <= greatest
    case 'hexadecimal':
      return /^0[xX][0-9A-F]+$/.test(raw)
    case 'float':
      return /^\d+(\.\d+)?$/.test(raw)
    case 'signed-float':
      return /^-?\d+(\.\d+)?$/.test(raw)
    case 'quoted':
      return quoted && value !== ''
    case 'quoted-or-empty':
      return quoted
    case 'quoted-or-none':
      return raw === 'NONE' || (quoted && value !== '')
    case 'enumerated':
      return !quoted && values.includes(raw)
    case 'resolution':
      return /^\d+x\d+$/.test(raw)
    case 'any':
      return quoted || /^0[xX][0-9A-F]+$/.test(raw) || /^-?\d+(\.\d+)?$/.test(raw)
  }
}
