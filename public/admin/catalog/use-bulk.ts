import { useState } from 'preact/hooks'
import type { ProductStatus, ProductView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'

type Done = { readonly status: ProductStatus; readonly before: ReadonlyMap<string, ProductStatus> }

/** Products that are chosen together, put on sale or taken off, and how that is undone. */
export function useBulk(put: (product: ProductView) => void, failed: (text: string, kind: 'bad') => void) {
  const call = useCall()
  const sayProblem = useProblemText()
  const [chosen, setChosen] = useState<ReadonlyMap<string, ProductStatus>>(new Map())
  const [done, setDone] = useState<Done | null>(null)
  const [busy, setBusy] = useState(false)

  const change = async (ids: readonly string[], status: ProductStatus) => {
    const path = '/api/v1/products/status'
    const { items } = await call<{ items: ProductView[] }>('POST', path, { body: { ids, status } })
    for (const product of items) put(product)
  }
  const attempt = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    try {
      await work()
    } catch (error) {
      failed(sayProblem(error), 'bad')
    } finally {
      setBusy(false)
    }
  }
  return {
    chosen,
    done,
    busy,
    toggle({ id, status }: ProductView) {
      const next = new Map(chosen)
      if (!next.delete(id)) next.set(id, status)
      setChosen(next)
      setDone(null)
    },
    clear: () => setChosen(new Map()),
    setStatus: (status: ProductStatus) =>
      attempt(async () => {
        await change([...chosen.keys()], status)
        setDone({ status, before: chosen })
        setChosen(new Map())
      }),
    undo: () =>
      attempt(async () => {
        if (done === null) return
        for (const [status, entries] of Map.groupBy(done.before, ([, status]) => status)) {
          await change(
            entries.map(([id]) => id),
            status,
          )
        }
        setDone(null)
      }),
  }
}
