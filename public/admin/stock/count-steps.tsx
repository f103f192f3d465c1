import { useState } from 'preact/hooks'
import type { CountView, Goods } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useMayIn } from '../../desk/session.tsx'
import { Switch } from '../../desk/switch.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { useSteps } from '../../desk/use-steps.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { useWords } from '../../shared/language.tsx'
import { randomId } from '../../shared/random-id.ts'
import { CountLines } from './count-lines.tsx'
import { ScanField } from './scan-field.tsx'
import { stockWords } from './words.ts'

type Props = { readonly count: CountView; reload(): void; onDone(text: string): void }

/** Counting, looking at the differences, and posting them. Each number is at the server once it is entered. */
export function CountSteps({ count, reload, onDone }: Props) {
  const say = useWords(stockWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const sayProblem = useProblemText()
  const mayIn = useMayIn()
  const { busy, problem, run } = useSteps()
  const [lost, setLost] = useState<string | null>(null)
  const [zero, setZero] = useState(false)
  const [leave, setLeave] = useState(false)
  const [asking, setAsking] = useState(false)
  const path = `/api/v1/stock/counts/${count.id}`
  const open = count.state === 'open' && mayIn('stock.move', count.storeId)
  const mayPost = open && mayIn('stock.adjust', count.storeId)
  const about =
    count.scopeName === null
      ? say(count.scope === 'all' ? 'wholeStore' : 'selection')
      : say('categoryOf', { name: count.scopeName })
  const short = count.lines.some(line => line.short !== null)
  const sum = (sign: number) =>
    count.lines.reduce((total, { difference }) => total + Math.max(0, difference * sign), 0)

  // Not one at a time: a scanner does not wait, and no scan may be lost.
  const change = async (work: () => Promise<unknown>) => {
    try {
      await work()
      setLost(null)
    } catch (error) {
      setLost(sayProblem(error))
    } finally {
      reload()
    }
  }
  const enter = (goods: Goods, mode: 'set' | 'add', quantity: number) =>
    change(() => {
      const body = { variantId: goods.variantId, mode, quantity }
      return call('POST', `${path}/entries`, { body, idempotencyKey: randomId() })
    })
  const post = () =>
    run(async () => {
      setAsking(false)
      const body = { uncounted: zero ? 'zero' : 'keep', short: leave ? 'leave' : 'refuse' }
      await call('POST', `${path}/post`, { body })
      onDone(say('posted'))
    })
  return (
    <div class="form">
      <p>
        <strong>{count.number}</strong> · {about} ·{' '}
        <span class="quiet">{say('totalDifference', { plus: `+${sum(1)}`, minus: `−${sum(-1)}` })}</span>
      </p>
      {open && <ScanField onPick={goods => enter(goods, 'add', 1)} />}
      <Fault text={lost} />
      <CountLines
        lines={count.lines}
        onSet={open ? (goods, quantity) => enter(goods, 'set', quantity) : null}
        onForget={({ variantId }) => change(() => call('DELETE', `${path}/lines/${variantId}`))}
      />
      {count.uncounted.length > 0 && (
        <details>
          <summary>{say('uncounted', { count: count.uncounted.length })}</summary>
          <ul class="lines">
            {count.uncounted.map(goods => (
              <li class="line" key={goods.variantId}>
                <span class="line-text">
                  <span>{goodsName(goods)}</span>
                  <span class="quiet small">{goods.sku}</span>
                </span>
                <span class="quiet">{goods.onHand}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {mayPost && count.uncounted.length > 0 && (
        <Switch label={say('uncountedZero')} on={zero} onChange={setZero} />
      )}
      {mayPost && short && <Switch label={say('leaveShort')} on={leave} onChange={setLeave} />}
      <Fault text={problem} />
      {open && !mayPost && <p class="callout">{say('managerPosts')}</p>}
      {open && (
        <div class="form-actions">
          <Button
            kind="quiet"
            onClick={() =>
              run(async () => {
                await call('POST', `${path}/cancel`, {})
                onDone(say('cancelled'))
              })
            }
          >
            {say('drop')}
          </Button>
          {mayPost && (
            <Button kind="primary" busy={busy} data-testid="post-count" onClick={() => setAsking(true)}>
              {say('postCount')}
            </Button>
          )}
        </div>
      )}
      {asking && (
        <Confirm
          title={say('postCount')}
          confirmLabel={say('postCount')}
          cancelLabel={sayDesk('cancel')}
          busy={busy}
          onConfirm={post}
          onClose={() => setAsking(false)}
        >
          <p>{say('postAsk')}</p>
        </Confirm>
      )}
    </div>
  )
}
