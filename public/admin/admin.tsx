import type { FunctionComponent } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { useMay } from '../desk/session.tsx'
import { deskWords } from '../desk/words.ts'
import { useWords } from '../shared/language.tsx'
import { EmptyState } from '../shared/states.tsx'
import { useToast } from '../shared/toast.tsx'
import { useHash } from './list/address.ts'
import type { SectionProps } from './section.tsx'
import { type Group, groups, type SectionName, sectionNames, sectionOf, sections } from './sections.ts'
import { adminWords } from './words.ts'

/** One section at a time, named in the address: `/admin#stores`. */
export function Admin() {
  const { toast, show } = useToast()
  const may = useMay()
  const names = useMemo(() => sectionNames.filter(name => may(sections[name].permission)), [may])
  const hash = useHash()
  const section = sectionOf(hash) ?? names[0]
  if (section === undefined) return null
  const Shown: FunctionComponent<SectionProps> = names.includes(section) ? sections[section].Shown : NotYours
  return (
    <>
      <Tabs names={names} section={section} />
      <div class="admin-section">
        <Shown show={show} />
      </div>
      {toast}
    </>
  )
}

/** Somebody followed a link to what their role has nothing to do with. */
function NotYours() {
  const say = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  return <EmptyState title={say('notYours')} text={sayDesk('notYoursText')} />
}

/** A column in groups where there is room; on a phone one row, which can be pushed aside. */
function Tabs({ names, section }: { names: readonly SectionName[]; section: SectionName }) {
  const say = useWords(adminWords)
  const row = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const tab = row.current?.querySelector(`[href="#${section}"]`)
    tab?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [section])
  return (
    <nav ref={row} class="admin-tabs" aria-label={say('sections')}>
      {groups.map(group => {
        const own = names.filter(name => sections[name].group === group)
        return own.length === 0 ? null : <TabGroup key={group} group={group} names={own} section={section} />
      })}
    </nav>
  )
}

type TabGroupProps = {
  readonly group: Group
  readonly names: readonly SectionName[]
  readonly section: SectionName
}

function TabGroup({ group, names, section }: TabGroupProps) {
  const say = useWords(adminWords)
  return (
    <div class="admin-group">
      {group !== 'now' && <span class="admin-group-name">{say(`group-${group}`)}</span>}
      {names.map(name => (
        <a
          key={name}
          class="admin-tab"
          href={`#${name}`}
          aria-current={name === section ? 'page' : undefined}
        >
          {say(name)}
        </a>
      ))}
    </div>
  )
}
