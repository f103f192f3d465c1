/** Elements of EBML (RFC 8794), by their ids in hexadecimal. All sizes are written in 8 bytes. */

export function element(id: string, ...content: readonly Buffer[]): Buffer {
  const size = Buffer.from('0100000000000000', 'hex')
  size.writeUIntBE(
    content.reduce((sum, { length }) => sum + length, 0),
    2,
    6,
  )
  return Buffer.concat([Buffer.from(id, 'hex'), size, ...content])
}

/** The head of an element that goes on until one comes that cannot stand in it (6.2). */
export function openElement(id: string): Buffer {
  return Buffer.from(`${id}01ffffffffffffff`, 'hex')
}

/** `value`: up to 2^48. */
export function unsigned(id: string, value: number): Buffer {
  const content = Buffer.alloc(6)
  content.writeUIntBE(value, 0, 6)
  return element(id, content)
}

export function float(id: string, value: number): Buffer {
  const content = Buffer.alloc(8)
  content.writeDoubleBE(value)
  return element(id, content)
}

/** ASCII. */
export function text(id: string, value: string): Buffer {
  return element(id, Buffer.from(value, 'latin1'))
}
