/** Where the person is signed in, to be ended one by one or all others at once. */
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { answer, api } from '@/api/client'
import { read } from '@/api/query'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Confirm } from '@/components/Confirm'
import { ListBody, wholeList } from '@/components/ListBody'
import { Pill } from '@/components/Pill'
import { ago } from '@/lib/dates'
import { agentName } from './agent'
import { t } from './texts'

const TOUCHES = ['/api/v1/auth/sessions']

export function Sessions() {
  // All of them in one answer: nobody has many.
  const query = useQuery(read('/api/v1/auth/sessions'))
  const [asking, setAsking] = useState(false)
  const end = useWrite({ send: (id: number) => answer(api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } })), touches: TOUCHES, done: t.ended, toast: true })
  const endOthers = useWrite({ send: () => answer(api.DELETE('/api/v1/auth/sessions')), touches: TOUCHES, done: t.othersEnded, onDone: () => setAsking(false) })
  const sessions = query.data?.items.toSorted((a, b) => Number(b.current) - Number(a.current) || b.last_seen_at.localeCompare(a.last_seen_at))
  return (
    <Card
      title={t.sessions}
      actions={
        sessions?.some((session) => !session.current) && (
          <Button onPress={() => setAsking(true)} className="max-md:w-full">
            {t.endOthers}
          </Button>
        )
      }
    >
      <p className="pb-2 text-sm text-muted">{t.sessionsLead}</p>
      <ListBody list={wholeList(query, sessions)} rows={3} empty={null}>
        <ul className="divide-y divide-line">
          {sessions?.map((session) => (
            <li key={session.id} className="flex items-center gap-3 py-2.5">
              <div className="min-w-0 flex-1">
                <p title={session.user_agent}>{agentName(session.user_agent)}</p>
                <p className="text-xs text-muted">
                  <bdi dir="ltr">{session.address}</bdi> · {t.lastSeen(ago(session.last_seen_at))} · {t.since(ago(session.created_at))}
                </p>
              </div>
              {session.current ? (
                <Pill tone="success">{t.current}</Pill>
              ) : (
                <Button onPress={() => end.send(session.id)} isDisabled={end.isSending}>
                  {t.end}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </ListBody>
      {asking && (
        <Confirm title={t.endOthersTitle} action={t.endOthers} isDanger isBusy={endOthers.isSending} problem={endOthers.problem} onConfirm={() => endOthers.send()} onClose={() => setAsking(false)}>
          <p>{t.endOthersLead}</p>
        </Confirm>
      )}
    </Card>
  )
}
