/** When somebody is away and who stands in: on the person's own profile, and on the page that administrators see. */
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { useList } from '@/api/query'
import type { AbsenceView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { longDay } from '@/lib/dates'
import { useMay } from '@/lib/session'
import { Button } from '../Button'
import { Card } from '../Card'
import { Confirm } from '../Confirm'
import { Menu } from '../Menu'
import { Pager } from '../Pager'
import { Pill, type Tone } from '../Pill'
import { ErrorPanel, Skeleton } from '../States'
import { Bdi } from '../Text'
import { IconButton } from '../Button'
import { AbsenceForm } from './AbsenceForm'
import { Handover } from './Handover'
import { t } from './texts'

const tones: Record<AbsenceView['state'], Tone> = { planned: 'accent', current: 'warning', over: 'neutral' }

export function Absences({ user, mayChange }: { user: number; mayChange: boolean }) {
  const list = useList('/api/v1/users/{id}/absences', { path: { id: user }, query: { limit: 20 } })
  const triages = useMay('triage')
  const [editing, setEditing] = useState<AbsenceView | 'new' | null>(null)
  const [ending, setEnding] = useState<AbsenceView | null>(null)
  const end = useWrite({
    send: (absence: AbsenceView) => answer(api.DELETE('/api/v1/users/{id}/absences/{absence}', { params: { path: { id: user, absence: absence.id }, header: ifMatch(absence.version) } })),
    touches: ['/api/v1/users/{id}/absences', '/api/v1/units', '/api/v1/auth/me'],
    done: t.ended,
    onDone: () => setEnding(null),
  })
  return (
    <Card
      title={t.title}
      actions={
        mayChange && (
          <Button icon="plus" onPress={() => setEditing('new')}>
            {t.new}
          </Button>
        )
      }
    >
      <p className="pb-2 text-sm text-muted">{t.lead}</p>
      {list.error ? (
        <ErrorPanel error={list.error} again={list.again} />
      ) : list.isPending ? (
        <Skeleton rows={2} />
      ) : list.items.length === 0 ? (
        <p className="text-sm text-muted">{t.none}</p>
      ) : (
        <ul className="divide-y divide-line">
          {list.items.map((absence) => (
            <li key={absence.id} className="py-2.5">
              <div className="flex items-start gap-3">
                <div className="min-w-0 flex-1">
                  <p className="font-medium">{t.period(longDay(absence.starts_on), longDay(absence.ends_on))}</p>
                  <p className="text-sm text-muted">
                    {t.substitute}: <Bdi>{absence.substitute?.name ?? '—'}</Bdi>
                    {absence.keeps_mail && <> · {t.keepsMailSaid}</>}
                  </p>
                  {absence.reason && (
                    <p className="text-sm text-muted" dir="auto">
                      {absence.reason}
                    </p>
                  )}
                </div>
                <Pill tone={tones[absence.state]}>{t.states[absence.state]}</Pill>
                {mayChange && absence.state !== 'over' && (
                  <Menu
                    label={t.title}
                    trigger={<IconButton label={t.title} icon="more" className="-my-1" />}
                    options={[
                      { id: 'edit', name: t.edit, icon: 'edit' },
                      { id: 'end', name: absence.state === 'current' ? t.end : t.cancel, isDanger: true },
                    ]}
                    onAction={(id) => (id === 'edit' ? setEditing(absence) : setEnding(absence))}
                  />
                )}
              </div>
              {triages && absence.state !== 'planned' && <Handover user={user} absence={absence.id} />}
            </li>
          ))}
        </ul>
      )}
      <Pager hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
      {editing && <AbsenceForm user={user} absence={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {ending && (
        <Confirm
          title={ending.state === 'current' ? t.endTitle : t.cancelTitle}
          action={ending.state === 'current' ? t.end : t.cancel}
          isDanger
          isBusy={end.isSending}
          problem={end.problem}
          onConfirm={() => end.send(ending)}
          onClose={() => {
            end.reset()
            setEnding(null)
          }}
        >
          {ending.state === 'current' && <p>{t.endLead}</p>}
        </Confirm>
      )}
    </Card>
  )
}
