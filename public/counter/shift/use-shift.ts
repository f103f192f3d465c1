import { useCallback, useEffect, useState } from 'preact/hooks'
import type { ShiftView } from '../../../src/wire.ts'
import { recallAnswer, rememberAnswer } from '../../desk/recalled.ts'
import { useCall } from '../../desk/session.tsx'
import { type Loading, useResource } from '../../desk/use-resource.ts'
import { recall, remember } from '../../shared/device-store.ts'
import { allPages } from '../../shared/pages.ts'

export type ShiftOf = {
  /** The one that this device works in; null: none. */
  readonly shift: ShiftView | null
  /** All that are open in the store. */
  readonly open: Loading<readonly ShiftView[]>
  /** Opened, taken up or looked at again. */
  enter(shift: ShiftView): void
  leave(): void
}

/** The shift of this device, which it remembers: until the server says what is open, it is open. */
export function useShift(storeId: string): ShiftOf {
  const call = useCall()
  const memory = `shift.${storeId}`
  const [entered, setEntered] = useState<ShiftView | null>(null)
  const [id, setId] = useState(() => recall(memory))
  const open = useResource(
    useCallback(
      (signal: AbortSignal) =>
        allPages<ShiftView>(call, `/api/v1/shifts?storeId=${storeId}&open=true`, signal),
      [call, storeId],
    ),
  )
  const [recalled] = useState(() => recallAnswer(`${memory}.view`, isShift))
  const known = open.resource.state === 'ready' ? open.resource.value : recalled ? [recalled] : []
  const enter = (shift: ShiftView) => {
    remember(memory, shift.id)
    setId(shift.id)
    setEntered(shift)
  }
  const leave = () => {
    remember(memory, '')
    setId('')
    setEntered(null)
    open.reload()
  }
  const shift = entered?.id === id ? entered : (known.find(each => each.id === id) ?? null)
  useEffect(() => {
    if (shift) rememberAnswer(`${memory}.view`, shift)
  }, [memory, shift])
  return { shift: shift?.closedAt === null ? shift : null, open, enter, leave }
}

function isShift(value: unknown): value is ShiftView {
  if (typeof value !== 'object' || value === null) return false
  return (
    ['id', 'till'].every(key => typeof Reflect.get(value, key) === 'string') &&
    Reflect.has(value, 'openingCash')
  )
}
