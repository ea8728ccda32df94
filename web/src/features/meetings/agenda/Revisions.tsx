/** What was published, when, and how each differs from the one before; each can be had on paper as it was. */
import { useList } from '@/api/query'
import { FileLink } from '@/components/Button'
import { Card } from '@/components/Card'
import { dayAndTime } from '@/lib/dates'
import { paper } from '../data'
import { t } from '../texts'

export function Revisions({ meeting }: { meeting: number }) {
  const list = useList('/api/v1/meetings/{id}/agenda/revisions', { path: { id: meeting }, query: {} })
  if (list.items.length === 0) return null
  return (
    <Card title={t.revisions}>
      <ol className="space-y-3">
        {list.items.map((revision) => (
          <li key={revision.revision}>
            <p className="flex flex-wrap items-center gap-x-3">
              <span className="font-medium flex-1">{t.revision(revision.revision)}</span>
              <FileLink kind="link" className="text-sm" href={`${paper(meeting, 'agenda', 'html')}?revision=${revision.revision}`} target="_blank" rel="noreferrer">
                {t.paper.html}
              </FileLink>
            </p>
            <p className="text-sm text-muted">
              {dayAndTime(revision.published_at)} · {t.revisionSize(revision.items, revision.overflow)}
            </p>
            {revision.changes.length > 0 && (
              <ul className="list-disc ps-5 text-sm">
                {revision.changes.map((change) => (
                  <li key={change} dir="auto">
                    {change}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}
