import type { NoticeView } from '../../../src/wire.ts'
import { useCall, useMay, useStaff } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Button } from '../../shared/button.tsx'
import { CheckIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { useAddress } from '../list/address.ts'
import { Chips } from '../list/chips.tsx'
import { PagedList } from '../list/paged-list.tsx'
import { putItem, usePaged } from '../list/use-paged.ts'
import type { SectionProps } from '../section.tsx'
import { noticeText } from './notice-text.ts'
import { noticeWords } from './words.ts'
import '../orders/orders.css'
import './notices.css'

/** What the shop could not settle by itself, in sentences. */
export function Notices({ show }: SectionProps) {
  const say = useWords(noticeWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const { query, set } = useAddress()
  const shown = query.get('show') === 'all' ? 'all' : 'open'
  const list = usePaged<NoticeView>(`/api/v1/notices?seen=${shown === 'open' ? 'no' : 'all'}`, show)
  const see = async (notice: NoticeView) => {
    try {
      await call('POST', `/api/v1/notices/${encodeURIComponent(notice.id)}/seen`)
      putItem(list, { ...notice, seenAt: new Date().toISOString() })
    } catch (error) {
      show(sayProblem(error), 'bad')
    }
  }
  return (
    <>
      <Chips
        label={say('show')}
        chosen={shown}
        options={[
          ['open', say('open')],
          ['all', say('all')],
        ]}
        onChoose={name => set({ show: name === 'open' ? '' : name })}
      />
      <PagedList
        list={list}
        empty={<EmptyState icon={<CheckIcon />} title={say('empty')} text={say('emptyText')} />}
      >
        {items => (
          <ul class="card notices">
            {items.map(notice => (
              <Notice key={notice.id} notice={notice} onSeen={() => see(notice)} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}

function Notice({ notice, onSeen }: { notice: NoticeView; onSeen(): void }) {
  const say = useWords(noticeWords)
  const language = useLanguage()
  const { currency } = useStaff()
  const may = useMay()
  return (
    <li class={notice.seenAt === null ? 'notice notice-open' : 'notice'} data-testid="notice">
      <span class="order-who">
        <span>{noticeText(notice, currency, language)}</span>
        <span class="quiet small">
          {timeText(notice.at, language)}
          {notice.seenAt !== null && ` · ${say('seenAt', { time: timeText(notice.seenAt, language) })}`}
        </span>
      </span>
      <span class="order-steps">
        {notice.orderId !== null && (
          <a class="button button-quiet" href={`#orders?order=${notice.orderId}`}>
            {say('openOrder')}
          </a>
        )}
        {notice.seenAt === null && may('orders.fulfil') && (
          <Button onClick={onSeen} data-testid="seen">
            {say('seen')}
          </Button>
        )}
      </span>
    </li>
  )
}
