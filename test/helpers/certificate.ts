import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type TestCertificate = { readonly certificate: string; readonly key: string; readonly pem: Buffer }

/** A certificate for 127.0.0.1 that signs itself, and its key, made by openssl in `folder`. */
export async function makeCertificate(folder: string, name: string): Promise<TestCertificate> {
  const certificate = join(folder, `${name}.pem`)
  const key = join(folder, `${name}.key`)
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', key, '-out', certificate],
  ])
  return { certificate, key, pem: await readFile(certificate) }
}
