export type Contact = { readonly name: string; readonly phone: string; readonly address: string }
export type ContactFault = 'name' | 'phone' | 'address'

const mostLength = { name: 60, phone: 30, address: 300 }

export { mostLength }

/** What is missing, in the order of the form; the server has the last word. */
export function contactFaults(contact: Contact, needsAddress: boolean): readonly ContactFault[] {
  const faults: ContactFault[] = []
  if (contact.name.trim() === '') faults.push('name')
  const digits = contact.phone.replace(/\D/g, '').length
  if (digits < 5 || digits > 15 || !/^[+\d][\d\s()\-.]*$/.test(contact.phone.trim())) faults.push('phone')
  if (needsAddress && contact.address.trim().length < 5) faults.push('address')
  return faults
}

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
