import { useState } from 'preact/hooks'
import type { ProductView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { ApiProblem } from '../../shared/api.ts'

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Edit = {
  readonly busy: boolean
  readonly fault: string | null
  /** Somebody else changed the product since it was opened. */
  readonly conflict: boolean
  /** Sends a change of the version that is shown; false: it was refused, and `fault` or `conflict` say why. */
  send(method: Method, path: string, body?: object): Promise<boolean>
  /** As `send`, but throws what went wrong. */
  sendOrThrow(method: Method, path: string, body?: object): Promise<void>
  reload(): Promise<void>
}

/** Changes of one product, each with the version that was seen. */
export function useEdit(product: ProductView, onChange: (product: ProductView) => void): Edit {
  const call = useCall()
  const sayProblem = useProblemText()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [conflict, setConflict] = useState(false)
  const own = `/api/v1/products/${encodeURIComponent(product.id)}`

  const read = async () => onChange(await call<ProductView>('GET', own))
  const sendOrThrow = async (method: Method, path: string, body?: object) => {
    try {
      // The answer is not always the product, and its version is what the next change needs.
      await call(method, path, body === undefined ? {} : { body: { ...body, version: product.version } })
      await read()
    } catch (error) {
      if (error instanceof ApiProblem && error.type === 'changed-meanwhile') setConflict(true)
      throw error
    }
  }
  return {
    busy,
    fault,
    conflict,
    sendOrThrow,
    async send(method, path, body) {
      if (busy) return false
      setBusy(true)
      setFault(null)
      try {
        await sendOrThrow(method, path, body)
        return true
      } catch (error) {
        if (!(error instanceof ApiProblem && error.type === 'changed-meanwhile')) setFault(sayProblem(error))
        return false
      } finally {
        setBusy(false)
      }
    },
    async reload() {
      try {
        await read()
        setConflict(false)
        setFault(null)
      } catch (error) {
        setFault(sayProblem(error))
      }
    },
  }
}

export function productPath(product: ProductView, rest = ''): string {
  return `/api/v1/products/${encodeURIComponent(product.id)}${rest}`
}
