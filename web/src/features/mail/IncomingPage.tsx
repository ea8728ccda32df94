/** One mail that came in: who wrote it, what it says, why it is held; and where it goes. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { read } from '@/api/query'
import type { IncomingView } from '@/api/schema'
import { Button, FileLink } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { PageError } from '@/components/PageError'
import { PageHeader } from '@/components/PageHeader'
import { Note, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { dayAndTime } from '@/lib/dates'
import { bytes } from '@/lib/numbers'
import { DiscardDialog, ReleaseDialog } from './dialogs'
import { IncomingPill } from './QuarantinePage'
import { incomingRoute } from './routes'
import { t } from './texts'

export function IncomingPage() {
  const id = Number(incomingRoute.useParams().id)
  const query = useQuery(read('/api/v1/mail/quarantine/{id}', { path: { id } }))
  if (query.error) return <PageError error={query.error} again={() => void query.refetch()} />
  return query.data ? <Shown mail={query.data} /> : <Skeleton rows={8} className="pt-10" />
}

const link = 'text-accent underline-offset-4 hover:underline'

function Shown({ mail }: { mail: IncomingView }) {
  const [open, setOpen] = useState<'release' | 'discard' | null>(null)
  const close = () => setOpen(null)
  const subject = mail.subject || t.noSubject
  return (
    <>
      <PageHeader
        title={subject}
        above={
          <Link to="/mail/quarantine" className={link}>
            {t.title}
          </Link>
        }
        actions={
          <>
            {mail.allowed_actions.includes('release') && (
              <Button kind="primary" icon="send" onPress={() => setOpen('release')}>
                {t.release}
              </Button>
            )}
            {mail.allowed_actions.includes('discard') && (
              <Button icon="trash" onPress={() => setOpen('discard')}>
                {t.discard}
              </Button>
            )}
          </>
        }
      >
        <div className="pt-2">
          <IncomingPill state={mail.state} />
        </div>
      </PageHeader>
      <div className="max-w-3xl space-y-4">
        {mail.reason && (
          <Note tone={mail.state === 'held' ? 'warning' : 'neutral'} icon={mail.state === 'held' ? 'warning' : 'info'}>
            {t.reasons[mail.reason]}
            {mail.detail && (
              <bdi dir="auto" className="block">
                {mail.detail}
              </bdi>
            )}
          </Note>
        )}
        <Card>
          <Facts>
            <Fact name={t.sender}>
              {mail.sender.name && <Bdi className="block">{mail.sender.name}</Bdi>}
              {mail.sender.address ? <bdi dir="ltr">{mail.sender.address}</bdi> : !mail.sender.name && t.noSender}
              <span className="block text-xs text-muted">{t.senderWord}</span>
            </Fact>
            <Fact name={t.account}>{mail.sender.user ? <Bdi>{mail.sender.user.name}</Bdi> : <span className="text-muted">{t.noAccount}</span>}</Fact>
            <Fact name={t.received}>
              {dayAndTime(mail.received_at)}
              {mail.repeats > 0 && <span className="block text-xs text-muted">{t.times(mail.repeats)}</span>}
            </Fact>
            <Fact name={t.size}>{bytes(mail.size_bytes)}</Fact>
            <Fact name={t.about}>
              {mail.request_id ? (
                <Link to="/requests/$key" params={{ key: String(mail.request_id) }} className={link}>
                  {t.request}
                </Link>
              ) : mail.meeting_id ? (
                <Link to="/meetings/$id" params={{ id: mail.meeting_id }} className={link}>
                  {t.meeting}
                </Link>
              ) : null}
            </Fact>
            <Fact name={t.handled}>
              {mail.handled_at && (
                <>
                  {dayAndTime(mail.handled_at)}
                  {mail.handled_by && (
                    <span className="block text-xs text-muted">
                      <Bdi>{t.by(mail.handled_by.name)}</Bdi>
                    </span>
                  )}
                </>
              )}
            </Fact>
          </Facts>
        </Card>
        <Card title={t.excerpt}>{mail.excerpt ? <p className="whitespace-pre-line [unicode-bidi:plaintext]">{mail.excerpt}</p> : <p className="text-sm text-muted">{t.noText}</p>}</Card>
        {mail.files.length > 0 && (
          <Card title={t.files}>
            <ul className="divide-y divide-line">
              {mail.files.map((file, i) => (
                // oxlint-disable-next-line react/no-array-index-key -- two files may have one name
                <li key={i} className="flex flex-wrap justify-between gap-x-4 py-1.5">
                  <Bdi>{file.name}</Bdi>
                  <span className="text-sm text-muted">{bytes(file.size_bytes)}</span>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <div>
          <FileLink href={`/api/v1/mail/quarantine/${mail.id}/content`} icon="download" download>
            {t.raw}
          </FileLink>
          <p className="pt-1 text-xs text-muted">{t.rawHint}</p>
        </div>
      </div>
      {open === 'release' && <ReleaseDialog mail={mail} onClose={close} />}
      {open === 'discard' && <DiscardDialog mail={mail} onClose={close} />}
    </>
  )
}
