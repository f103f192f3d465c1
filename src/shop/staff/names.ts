import { InvalidError } from '../../errors.ts'

/** A person's name folded for comparing: nobody is to be mistaken for somebody else by a capital or a wide letter. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** @throws InvalidError for a password that is made of the name. One or two letters are in many a good password. */
export function requireOtherThanName(password: string, name: string): void {
  if (Buffer.byteLength(name) > 2 && nameKey(password).includes(nameKey(name))) {
    throw new InvalidError('The password must not contain the name.', { rule: 'holds-name' })
  }
}
