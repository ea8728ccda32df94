/** What one of the inbox is about, as much as a decision needs. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '@/api/query'
import type { RequestView } from '@/api/schema'
import { DetailsView } from '@/components/details/DetailsView'
import { Icon } from '@/components/Icon'
import { CategoryIcon, Due, PriorityPill, RequestLine, requestKey } from '@/components/Request'
import { Bdi, Code, Written } from '@/components/Text'
import { useSchema } from '@/components/useCategories'
import { dayAndTime } from '@/lib/dates'
import { categoryName } from '@/lib/labels'
import { rials } from '@/lib/numbers'
import { t } from './texts'

export function Preview({ request }: { request: RequestView }) {
  const schema = useSchema(request.category)
  const similar = useQuery(read('/api/v1/requests/similar', { query: { title: request.title, category: request.category, unit_id: request.unit.id } }))
  const alike = (similar.data?.items ?? []).filter((other) => other.id !== request.id).slice(0, 3)
  return (
    <div className="p-1 lg:p-5 space-y-4">
      <header className="flex gap-3">
        <CategoryIcon category={request.category} className="size-11" />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-bold">
            <Link to="/requests/$key" params={{ key: requestKey(request) }} className="hover:underline underline-offset-4">
              <Bdi>{request.title}</Bdi>
            </Link>
          </h2>
          <p className="text-sm text-muted flex flex-wrap items-center gap-x-2">
            {request.number && <Code>{request.number}</Code>}
            <Bdi>{request.unit.name}</Bdi>
            <span>{categoryName[request.category]}</span>
            <PriorityPill priority={request.priority} />
          </p>
        </div>
      </header>
      {request.description && <Written>{request.description}</Written>}
      {schema && <DetailsView root={schema} value={request.details} />}
      <dl className="grid grid-cols-2 gap-3 text-sm border-t border-line pt-4">
        <div>
          <dt className="text-xs text-muted">{t.proposal}</dt>
          <dd>
            {request.desk ? (
              <>
                <Bdi>{request.desk.name}</Bdi>
                {request.owner && (
                  <>
                    {' · '}
                    <Bdi>{request.owner.name}</Bdi>
                  </>
                )}
              </>
            ) : (
              <span className="text-warning-ink">{t.noRule}</span>
            )}
          </dd>
        </div>
        <div>
          <dt className="text-xs text-muted">{t.due}</dt>
          <dd>
            <Due at={request.due_at} />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-muted">{t.filed}</dt>
          <dd>
            {dayAndTime(request.submitted_at ?? request.created_at)}
            {request.filer && (
              <span className="block text-muted">
                <Bdi>{request.filer.name}</Bdi>
              </span>
            )}
          </dd>
        </div>
        <div className="space-y-0.5">
          {request.amount_rials ? <p className="font-medium">{rials(request.amount_rials)}</p> : null}
          {request.attachment_count > 0 && (
            <p className="flex items-center gap-1.5 text-muted">
              <Icon name="clip" className="size-4" />
              {t.files(request.attachment_count)}
            </p>
          )}
          {request.comment_count > 0 && (
            <p className="flex items-center gap-1.5 text-muted">
              <Icon name="comment" className="size-4" />
              {t.comments(request.comment_count)}
            </p>
          )}
        </div>
      </dl>
      {alike.length > 0 && (
        <section className="border-t border-line pt-3">
          <h3 className="text-xs text-muted">{t.similar}</h3>
          {alike.map((other) => (
            <RequestLine key={other.id} request={other} />
          ))}
        </section>
      )}
    </div>
  )
}
