/** One line of an agenda: what it is and why it is there; for who builds it, what can be done with it; once it was discussed, what came of it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AgendaItemView, UpdateItem } from '@/api/schema'
import { IconButton, Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Menu, type MenuGroup, type MenuOption } from '@/components/Menu'
import { NumberField } from '@/components/NumberField'
import { Pill, type Tone } from '@/components/Pill'
import { requestKey, StatePill } from '@/components/Request'
import { Bdi, Code } from '@/components/Text'
import { number } from '@/lib/numbers'
import { useUpdateItem } from '../data'
import { Outcomes } from '../outcomes/Outcomes'
import { OutcomeDialog } from '../outcomes/OutcomeForm'
import { t } from '../texts'
import type { LineProps } from './AgendaPage'

const kindTone: Record<AgendaItemView['kind'], Tone> = { minutes: 'neutral', commitment: 'danger', carried: 'warning', theme: 'accent', new: 'accent', deferred: 'neutral', information: 'neutral' }

export function AgendaLine({ item, count, meeting, builds, records, onExclude, onNote }: LineProps & { item: AgendaItemView; count: number }) {
  const [recording, setRecording] = useState(false)
  return (
    <div className="flex gap-3 min-w-0">
      {item.placement === 'agenda' && <span className="w-5 md:w-6 shrink-0 pt-0.5 text-center text-muted font-medium">{number(item.position)}</span>}
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium min-w-0">
            <Title item={item} />
          </span>
          {item.pinned && <Icon name="pin" className="size-4 text-accent" />}
          {item.pinned && <span className="sr-only">{t.pinned}</span>}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
          <Pill tone={kindTone[item.kind]} dot={false}>
            {t.kinds[item.kind]}
          </Pill>
          {item.must_decide && <Pill tone="danger">{t.mustDecide}</Pill>}
          <span dir="auto">{item.reason}</span>
          {item.request?.number && <Code>{item.request.number}</Code>}
          {item.request && <Bdi>{item.request.unit.name}</Bdi>}
          {item.request && item.outcomes.length > 0 && <StatePill state={item.request.state} />}
        </p>
        {item.proposal && (
          <p className="text-sm">
            <span className="text-muted">{t.proposedBy(item.proposal.unit.name)}:</span> <Bdi>{item.proposal.why}</Bdi>
          </p>
        )}
        {item.exclusion_reason && (
          <p className="text-sm">
            <span className="text-muted">{t.excludedBecause}:</span> <Bdi>{item.exclusion_reason}</Bdi>
          </p>
        )}
        {item.note && (
          <p className="text-sm rounded-lg bg-warning-soft text-warning-ink px-3 py-1.5 w-fit max-w-full">
            <Bdi>{item.note}</Bdi>
          </p>
        )}
        <Outcomes meeting={meeting} item={item} mayChange={records} />
        {records && (
          <Button kind="ghost" icon="plus" aria-label={`${t.record}: ${item.title}`} onPress={() => setRecording(true)}>
            {t.record}
          </Button>
        )}
        {builds && <Tools item={item} count={count} meeting={meeting} onExclude={onExclude} onNote={onNote} />}
      </div>
      {!builds && (
        <span className="shrink-0 text-sm text-muted whitespace-nowrap">
          {number(item.minutes)} {t.itemMinutes}
        </span>
      )}
      {recording && <OutcomeDialog meeting={meeting} item={item} onClose={() => setRecording(false)} />}
    </div>
  )
}

function Title({ item }: { item: AgendaItemView }) {
  if (item.request) {
    return (
      <Link to="/requests/$key" params={{ key: requestKey(item.request) }} className="hover:underline underline-offset-4">
        <Bdi>{item.title}</Bdi>
      </Link>
    )
  }
  return <Bdi>{item.title}</Bdi>
}

type ToolProps = Pick<LineProps, 'meeting' | 'onExclude' | 'onNote'> & { item: AgendaItemView; count: number }

function Tools({ item, count, meeting, onExclude, onNote }: ToolProps) {
  const update = useUpdateItem(meeting, { done: (change) => (change.position ? t.moved(item.title, change.position) : null) })
  const change = (to: UpdateItem) => update.send({ item, change: to })
  const onAgenda = item.placement === 'agenda'
  const moves: MenuOption[] = [
    { id: '1', name: t.moveTop, icon: 'up', isDisabled: item.position === 1 },
    { id: String(item.position - 1), name: t.moveUp, isDisabled: item.position === 1 },
    { id: String(item.position + 1), name: t.moveDown, isDisabled: item.position === count },
    { id: String(count), name: t.moveBottom, icon: 'down', isDisabled: item.position === count },
  ]
  const groups: MenuGroup[] = [
    ...(item.placement === 'excluded' ? [] : [{ title: t.move, options: moves.filter((move, at) => moves.findIndex((other) => other.id === move.id) === at) }]),
    {
      title: t.more,
      options: [
        { id: 'note', name: t.itemNote, icon: 'edit' as const },
        ...(item.placed ? [{ id: 'unplace', name: t.unplace, icon: 'undo' as const }] : []),
        ...(item.placement === 'excluded' ? [{ id: 'include', name: t.include, icon: 'plus' as const }] : [{ id: 'exclude', name: t.exclude, icon: 'close' as const }]),
      ],
    },
  ]
  const act = (id: string) => {
    if (id === 'note') onNote(item)
    else if (id === 'exclude') onExclude(item)
    else if (id === 'include') change({ excluded: false })
    else if (id === 'unplace') change({ position: null })
    else change({ position: Number(id) })
  }
  return (
    <div className="flex flex-wrap items-center gap-1 pt-1">
      {onAgenda && <Minutes key={item.version} item={item} onChange={(minutes) => change({ minutes })} />}
      {item.placement !== 'excluded' && (
        <Button kind="ghost" icon="pin" aria-pressed={item.pinned} onPress={() => change({ pinned: !item.pinned })} isDisabled={update.isSending}>
          <span className="max-sm:sr-only">{item.pinned ? t.unpin : t.pin}</span>
        </Button>
      )}
      {item.placement === 'excluded' && (
        <Button kind="ghost" icon="plus" onPress={() => change({ excluded: false })} isDisabled={update.isSending}>
          {t.include}
        </Button>
      )}
      <Menu label={t.actionsOf(item.title)} trigger={<IconButton label={t.actionsOf(item.title)} icon="more" />} groups={groups} onAction={act} />
    </div>
  )
}

/** Sent when the field is left, not with each key. */
function Minutes({ item, onChange }: { item: AgendaItemView; onChange: (minutes: number) => void }) {
  return (
    <NumberField
      label={t.minutesOf(item.title)}
      hideLabel
      value={item.minutes}
      onChange={(minutes) => minutes !== null && minutes !== item.minutes && onChange(minutes)}
      minValue={1}
      maxValue={480}
      unit={t.itemMinutes}
      className="w-24"
    />
  )
}
