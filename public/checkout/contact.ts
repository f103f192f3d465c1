export type Contact = { readonly name: string; readonly phone: string; readonly address: string }
export type ContactFault = 'name' | 'phone' | 'address'

export const mostLength: Readonly<Record<keyof Contact, number>> = { name: 80, phone: 32, address: 500 }

const fewestDigits = 5
const mostDigits = 15

/** As it is sent: full-width digits, as Chinese keyboards type them, and brackets become what everybody can dial. */
export function tidyContact({ name, phone, address }: Contact): Contact {
  const plain = phone.normalize('NFKC').replace(/[()]/g, '').replace(/\s+/g, ' ')
  return { name: name.trim(), phone: plain.trim(), address: address.trim() }
}

/** What is missing, in the order of the form; the server has the last word. */
export function contactFaults(contact: Contact, needsAddress: boolean): readonly ContactFault[] {
  const { name, phone, address } = tidyContact(contact)
  const faults: ContactFault[] = []
  if (name === '') faults.push('name')
  const digits = phone.replace(/\D/g, '').length
  if (digits < fewestDigits || digits > mostDigits || !/^[+\d][\d \-./]*$/.test(phone)) faults.push('phone')
  if (needsAddress && address.length < 5) faults.push('address')
  return faults
}

/** Of what was kept on the device. */
export function parseContact(text: string | null): Contact {
  const empty = { name: '', phone: '', address: '' }
  try {
    const kept: unknown = JSON.parse(text ?? '')
    if (typeof kept !== 'object' || kept === null) return empty
    const of = (key: keyof Contact) => {
      const value: unknown = Reflect.get(kept, key)
      return typeof value === 'string' ? value.slice(0, mostLength[key]) : ''
    }
    return { name: of('name'), phone: of('phone'), address: of('address') }
  } catch {
    return empty
  }
}
