/** A request: what it is, what is next, everything that happened, and what belongs to it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { read } from '@/api/query'
import type { RequestView } from '@/api/schema'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { DetailsView } from '@/components/details/DetailsView'
import { Icon } from '@/components/Icon'
import { PageError } from '@/components/PageError'
import { PageHeader } from '@/components/PageHeader'
import { Pill } from '@/components/Pill'
import { CategoryIcon, PriorityPill, StatePill } from '@/components/Request'
import { Note, Skeleton } from '@/components/States'
import { Bdi, Code, Written } from '@/components/Text'
import { useSchema } from '@/components/useCategories'
import { categoryName } from '@/lib/labels'
import { useMedia } from '@/lib/media'
import { may, useMe } from '@/lib/session'
import { requestRoute } from '../routes'
import { NextStep } from '../actions/NextStep'
import { Approvals } from './Approvals'
import { Attachments } from './Attachments'
import { EditDialog } from './EditDialog'
import { Deadlines } from './Deadlines'
import { FactsCard } from './FactsCard'
import { Links, Tags, Watchers } from './People'
import { t } from './texts'
import { Timeline } from './Timeline'

export function RequestPage() {
  const { key } = requestRoute.useParams()
  const query = useQuery(read('/api/v1/requests/{id}', { path: { id: key } }))
  if (query.error) return <PageError error={query.error} again={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={10} className="pt-10" />
  return <Shown request={query.data} />
}

function Shown({ request }: { request: RequestView }) {
  const schema = useSchema(request.category)
  const me = useMe()
  const wide = useMedia('(min-width: 64rem)')
  const [editing, setEditing] = useState(false)
  // The server decides; here it is only not offered to those who read and to what has ended.
  const mayEdit = request.state_group === 'open' && may(me, 'file_requests', 'triage', 'work_on_requests')
  return (
    <article>
      <PageHeader
        title={request.title}
        window={[request.number, request.title].filter(Boolean).join(' ')}
        above={
          <span className="flex flex-wrap items-center gap-2">
            <Link to="/requests" className="text-accent underline-offset-4 hover:underline">
              {t.back}
            </Link>
            <Icon name="next" className="size-4" />
            {request.number && <Code>{request.number}</Code>}
            <span>{categoryName[request.category]}</span>
            <Bdi>{request.unit.name}</Bdi>
          </span>
        }
        actions={
          <>
            {mayEdit && schema && (
              <Button icon="edit" onPress={() => setEditing(true)}>
                {request.state === 'draft' ? t.fillDraft : t.edit}
              </Button>
            )}
            <IconButton label={t.print} icon="print" className="max-md:hidden!" onPress={() => print()} />
          </>
        }
      >
        <div className="flex flex-wrap items-center gap-2 pt-2">
          <StatePill state={request.state} />
          <PriorityPill priority={request.priority} />
          {request.disputed && <Pill tone="danger">{t.disputed}</Pill>}
          {request.private && (
            <span title={t.privateLead}>
              <Pill>{t.private}</Pill>
            </span>
          )}
        </div>
      </PageHeader>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(16rem,2fr)] items-start">
        <div className="space-y-4 min-w-0">
          {request.state === 'draft' && <Note icon="edit">{t.draftNote}</Note>}
          <NextStep request={request} />
          <Card>
            <div className="flex gap-3 items-start">
              <CategoryIcon category={request.category} />
              <div className="min-w-0 flex-1">{request.description ? <Written>{request.description}</Written> : <p className="text-muted">{t.noDescription}</p>}</div>
            </div>
            {schema && Object.keys(request.details).length > 0 && (
              <div className="mt-4 pt-4 border-t border-line">
                <DetailsView root={schema} value={request.details} />
              </div>
            )}
            <div className="mt-4 pt-4 border-t border-line">
              <Tags request={request} />
            </div>
          </Card>
          {!wide && <FactsCard request={request} />}
          <Approvals request={request} />
          <Attachments request={request} />
          <Timeline request={request} />
        </div>
        <div className="space-y-4 min-w-0">
          {wide && <FactsCard request={request} />}
          <Deadlines request={request} />
          <Watchers request={request} />
          <Links request={request} />
        </div>
      </div>
      {editing && schema && <EditDialog request={request} root={schema} onClose={() => setEditing(false)} />}
    </article>
  )
}
