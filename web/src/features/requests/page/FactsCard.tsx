/** The facts of a request: beside it at a desk, below its words on a phone. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RequestView } from '@/api/schema'
import { Button } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { Dialog } from '@/components/Dialog'
import { Due } from '@/components/Request'
import { Bdi } from '@/components/Text'
import { dayAndTime, longDay } from '@/lib/dates'
import { priorityName } from '@/lib/labels'
import { number, rials } from '@/lib/numbers'
import { hasRole, may, useMe } from '@/lib/session'
import { Routing } from './People'
import { t } from './texts'

export function FactsCard({ request }: { request: RequestView }) {
  const me = useMe()
  const [explaining, setExplaining] = useState(false)
  const seesRules = may(me, 'manage_routing') || hasRole(me, 'auditor')
  return (
    <>
      <Card title={t.facts}>
        <Facts columns={1}>
          <Fact name={t.unit}>
            <Bdi>{request.unit.name}</Bdi>
          </Fact>
          <Fact name={t.filer}>{request.filer && <Bdi>{request.filer.name}</Bdi>}</Fact>
          <Fact name={request.state === 'submitted' ? t.deskProposed : t.desk}>{request.desk && <Bdi>{request.desk.name}</Bdi>}</Fact>
          <Fact name={t.owner}>
            {request.owner && (
              <>
                <Bdi>{request.owner.name}</Bdi>
                {request.owner_for && <span className="text-muted text-sm block">{t.ownerFor(request.owner_for.name)}</span>}
              </>
            )}
          </Fact>
          <Fact name={t.priority}>{priorityName[request.priority]}</Fact>
          <Fact name={t.due}>{request.due_at && <Due at={request.due_at} />}</Fact>
          <Fact name={t.closesOn}>{request.closes_on && longDay(request.closes_on)}</Fact>
          <Fact name={t.waitingFor}>{request.waiting_for && <Bdi>{request.waiting_for}</Bdi>}</Fact>
          <Fact name={t.deferredUntil}>{request.deferred_until && longDay(request.deferred_until)}</Fact>
          <Fact name={t.amount}>{request.amount_rials ? rials(request.amount_rials) : null}</Fact>
          <Fact name={t.duplicateOf}>
            {request.duplicate_of && (
              <Link to="/requests/$key" params={{ key: String(request.duplicate_of) }} className="text-accent underline underline-offset-4">
                #{number(request.duplicate_of)}
              </Link>
            )}
          </Fact>
          <Fact name={t.theme}>
            {request.theme && (
              <Link to="/themes/$id" params={{ id: String(request.theme.id) }} className="text-accent underline-offset-4 hover:underline">
                <Bdi>{request.theme.title}</Bdi>
              </Link>
            )}
          </Fact>
          <Fact name={t.filed}>{dayAndTime(request.submitted_at ?? request.created_at)}</Fact>
          <Fact name={t.updated}>{dayAndTime(request.updated_at)}</Fact>
          <Fact name={t.closed}>{request.closed_at && dayAndTime(request.closed_at)}</Fact>
        </Facts>
        {seesRules && request.state !== 'draft' && (
          <Button kind="link" className="mt-3 text-sm" onPress={() => setExplaining(true)}>
            {t.routing}
          </Button>
        )}
      </Card>
      {explaining && (
        <Dialog title={t.routing} isOpen onClose={() => setExplaining(false)}>
          <Routing request={request} />
        </Dialog>
      )}
    </>
  )
}
