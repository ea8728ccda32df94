/** The mayor's brief: what is asked, since when, what it costs, what meetings have said and who promised what. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { read } from '@/api/query'
import { FileLink } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { Pill } from '@/components/Pill'
import { requestKey, StatePill } from '@/components/Request'
import { Empty } from '@/components/States'
import { Bdi, Code, Written } from '@/components/Text'
import { Link } from '@tanstack/react-router'
import { longDay, shortDay } from '@/lib/dates'
import { standingTone } from '@/lib/labels'
import { number, rials } from '@/lib/numbers'
import { paper } from './data'
import { meetingRoute } from './routes'
import { t } from './texts'

export function BriefPage() {
  const { id } = meetingRoute.useParams()
  const brief = useSuspenseQuery(read('/api/v1/meetings/{id}/brief', { path: { id } })).data
  const formats = ['pdf', 'docx', 'html'] as const
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap gap-2">
        {formats.map((format) => (
          <FileLink key={format} href={paper(id, 'brief', format)} icon={format === 'html' ? 'print' : 'download'} {...(format === 'html' ? { target: '_blank', rel: 'noreferrer' } : { download: true })}>
            {t.paper[format]}
          </FileLink>
        ))}
      </div>
      {brief.subjects.length === 0 && (
        <Card>
          <Empty icon="mayor_meeting" title={t.noSubjects} />
        </Card>
      )}
      {brief.subjects.map((subject) => (
        <Card
          key={subject.item_id}
          title={
            <>
              {number(subject.position)}. <Bdi>{subject.title}</Bdi>
            </>
          }
        >
          <div className="space-y-4">
            <div className="rounded-xl bg-accent-soft px-4 py-3">
              <p className="text-xs text-muted">{t.asked}</p>
              <Written>{subject.asked}</Written>
            </div>
            {subject.decision && (
              <div className="rounded-xl bg-success-soft text-success-ink px-4 py-3">
                <p className="text-xs">{t.decided}</p>
                <Written>{subject.decision}</Written>
              </div>
            )}
            <p className="text-sm text-muted">
              {t.waitsSince(subject.waits_since)} · {t.inMeetings(subject.meetings)}
            </p>
            <Facts columns={1}>
              <Fact name={t.cost}>{subject.total_rials ? `${rials(subject.total_rials)}${subject.total_words ? ` (${subject.total_words})` : ''}` : null}</Fact>
            </Facts>
            <ul className="divide-y divide-line/70">
              {subject.requests.map((request) => (
                <li key={request.id} className="py-2 flex flex-wrap items-center gap-x-3">
                  <Link to="/requests/$key" params={{ key: requestKey(request) }} className="font-medium min-w-0 flex-1 basis-60 hover:underline underline-offset-4">
                    <Bdi>{request.title}</Bdi>
                  </Link>
                  {request.number && <Code className="text-sm text-muted">{request.number}</Code>}
                  <Bdi className="text-sm text-muted">{request.unit.name}</Bdi>
                  <StatePill state={request.state} />
                </li>
              ))}
            </ul>
            {subject.promises.length > 0 && (
              <section>
                <h3 className="text-sm font-medium pb-1">{t.promises}</h3>
                <ul className="space-y-1 text-sm">
                  {subject.promises.map((promise) => (
                    <li key={`${promise.text}${promise.first_due_on}`} className="flex flex-wrap items-center gap-x-2">
                      <Bdi>{promise.text}</Bdi>
                      <span className="text-muted">
                        {promise.who && <Bdi>{promise.who.name}</Bdi>} {longDay(promise.due_on)}
                      </span>
                      <Pill tone={standingTone[promise.standing]}>{promise.standing_text}</Pill>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {subject.history.length > 0 && (
              <details>
                <summary className="cursor-pointer text-sm text-accent">{t.history}</summary>
                <ol className="pt-2 space-y-1 text-sm">
                  {subject.history.map((event) => (
                    <li key={`${event.on}${event.what}${event.said ?? ''}`}>
                      <span className="text-muted">{shortDay(event.on)}:</span> {event.what}
                      {event.said && (
                        <>
                          {' — '}
                          <Bdi>{event.said}</Bdi>
                        </>
                      )}
                    </li>
                  ))}
                </ol>
              </details>
            )}
          </div>
        </Card>
      ))}
    </div>
  )
}
