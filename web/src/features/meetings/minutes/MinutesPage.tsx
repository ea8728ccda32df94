/** The minutes of a meeting: written line by line, made final when nothing is missing, reviewed, approved, and then only added to. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '@/api/client'
import { read, useList } from '@/api/query'
import type { MinutesView, RemarkView } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button, FileLink } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { FormErrors, TextField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { Pill } from '@/components/Pill'
import { Note } from '@/components/States'
import { Bdi, Written } from '@/components/Text'
import { dayAndTime, fullDay, time } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { number } from '@/lib/numbers'
import { agendaOf, MEETINGS, paper, useManages } from '../data'
import { Folded } from '../Folded'
import { meetingRoute } from '../routes'
import { t } from '../texts'
import { Paragraph } from './Paragraph'
import { RemarkDialog, Remarks } from './Remarks'

export function MinutesPage() {
  const { id } = meetingRoute.useParams()
  const minutes = useSuspenseQuery(read('/api/v1/meetings/{id}/minutes', { path: { id } })).data
  const manages = useManages()
  const drafting = minutes.text_version === 0
  // While they are drafted, a line's outcomes can be recorded from here too.
  const agenda = useQuery({ ...agendaOf(id), enabled: drafting && manages })
  const remarks = useList('/api/v1/meetings/{id}/minutes/remarks', { path: { id }, query: {} }, { enabled: !drafting })
  const [remarking, setRemarking] = useState<number | 'whole' | null>(null)
  const writes = minutes.allowed_actions.includes('save_paragraph')
  const mayRemark = minutes.allowed_actions.includes('remark')
  const taken = minutes.paragraphs.filter((paragraph) => paragraph.discussed || paragraph.text || writes)
  const untaken = minutes.paragraphs.filter((paragraph) => !taken.includes(paragraph))
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,2fr)] items-start">
      <div className="space-y-4 min-w-0">
        <Card title={t.minutesTitle} actions={<State minutes={minutes} />}>
          <Head minutes={minutes} />
        </Card>
        {taken.map((paragraph) => (
          <Paragraph
            key={paragraph.item_id}
            meeting={id}
            paragraph={paragraph}
            writes={writes}
            item={agenda.data?.items.find((item) => item.id === paragraph.item_id)}
            remarks={remarks.items.filter((remark) => remark.item_id === paragraph.item_id)}
            onRemark={mayRemark && !paragraph.hidden ? () => setRemarking(paragraph.item_id) : undefined}
          />
        ))}
        {untaken.length > 0 && (
          <Card title={t.notTakenUp}>
            <ul className="list-disc ps-5 text-muted">
              {untaken.map((paragraph) => (
                <li key={paragraph.item_id}>
                  <Bdi>{paragraph.title}</Bdi>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Addenda minutes={minutes} />
      </div>
      <div className="space-y-4 min-w-0 lg:sticky lg:top-[4.5rem]">
        {writes && <Missing minutes={minutes} />}
        {minutes.review && (
          <Card title={t.review}>
            <div className="space-y-2 text-sm">
              <p>{minutes.review.closes_on ? t.reviewUntil(minutes.review.closes_on) : t.reviewNoEnd}</p>
              {minutes.review.open_remarks > 0 && <Pill tone="warning">{t.openRemarks(minutes.review.open_remarks)}</Pill>}
              {mayRemark && (
                <div>
                  <Button icon="comment" onPress={() => setRemarking('whole')}>
                    {t.object}
                  </Button>
                </div>
              )}
            </div>
          </Card>
        )}
        {!drafting && <WholeRemarks meeting={id} remarks={remarks.items.filter((remark) => remark.item_id === null || remark.item_id === undefined)} />}
        <Card title={t.papers}>
          <div className="flex flex-wrap gap-2">
            {(['pdf', 'docx', 'html'] as const).map((format) => (
              <FileLink key={format} href={paper(id, 'minutes', format)} icon={format === 'html' ? 'print' : 'download'} {...(format === 'html' ? { target: '_blank', rel: 'noreferrer' } : { download: true })}>
                {t.paper[format]}
              </FileLink>
            ))}
          </div>
        </Card>
        {minutes.approval && (
          <Card>
            <Facts columns={1}>
              <Fact name={t.approved}>{dayAndTime(minutes.approval.at)}</Fact>
              <Fact name={t.hash}>{minutes.hash && (
                    <code dir="ltr" className="text-xs break-all">
                      {minutes.hash}
                    </code>
                  )}</Fact>
              <Fact name={t.verify}>
                <a href={`/verify/${minutes.approval.code}`} className="text-accent underline underline-offset-4" dir="ltr">
                    {minutes.approval.code}
                  </a>
              </Fact>
            </Facts>
          </Card>
        )}
      </div>
      {remarking !== null && (
        <RemarkDialog
          meeting={id}
          paragraph={remarking === 'whole' ? null : (minutes.paragraphs.find((paragraph) => paragraph.item_id === remarking) ?? null)}
          onClose={() => setRemarking(null)}
        />
      )}
    </div>
  )
}

function State({ minutes }: { minutes: MinutesView }) {
  if (minutes.approval) return <Pill tone="success">{t.approvedAt(minutes.approval.at)}</Pill>
  return minutes.text_version > 0 ? <Pill tone="warning">{t.textVersion(minutes.text_version)}</Pill> : null
}

function Head({ minutes }: { minutes: MinutesView }) {
  const { head } = minutes
  const present = head.attendance.filter((one) => one.status === 'present' || one.status === 'substitute')
  const absent = head.attendance.filter((one) => one.status === 'absent' || one.status === 'excused')
  const unmarked = head.attendance.length - present.length - absent.length
  return (
    <Facts>
      <Fact name={t.day}>{`${fullDay(head.held_on)}${comma}${time(head.starts_at)} ${t.until} ${time(head.ends_at)}`}</Fact>
      <Fact name={t.place}>{head.place && <Bdi>{head.place}</Bdi>}</Fact>
      <Fact name={t.chair}>{head.chair && <Bdi>{head.chair}</Bdi>}</Fact>
      <Fact name={t.presentPeople}>{present.length > 0 && <Folded names={namesOf(present)} />}</Fact>
      <Fact name={t.absentPeople}>{absent.length > 0 && <Folded names={namesOf(absent)} />}</Fact>
      <Fact name={t.unmarkedPeople}>{unmarked > 0 && t.people(unmarked)}</Fact>
      <Fact name={t.guests}>{head.guests.length > 0 && head.guests.map((guest) => guest.name).join(comma)}</Fact>
    </Facts>
  )
}

const namesOf = (list: MinutesView['head']['attendance']) =>
  list.map((one) => `${one.user?.name ?? one.unit ?? ''}${one.substitute_name ? ` (${t.substitute}: ${one.substitute_name})` : ''}`)

/** What the server says is missing, each with the way to it. */
function Missing({ minutes }: { minutes: MinutesView }) {
  if (minutes.missing.length === 0) {
    return (
      <Note tone="success" icon="check">
        {t.nothingMissing}
      </Note>
    )
  }
  return (
    <Card title={t.missing}>
      <ul className="space-y-2 text-sm">
        {minutes.missing.map((one) => (
          <li key={`${one.pointer}${one.code}`} className="flex gap-2">
            <Icon name="warning" className="size-4.5 mt-0.5 text-warning-ink" />
            <a href={target(one.pointer, minutes)} className="min-w-0 flex-1 hover:underline underline-offset-4">
              {place(one.pointer, minutes)}
              {one.message}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** `/paragraphs/2/outcomes` is the third paragraph; `/head/attendance/0/status` is on the page of attendance. */
function paragraphAt(pointer: string, minutes: MinutesView) {
  const at = /^\/paragraphs\/(\d+)/.exec(pointer)?.[1]
  return at === undefined ? null : (minutes.paragraphs[Number(at)] ?? null)
}
function target(pointer: string, minutes: MinutesView) {
  const paragraph = paragraphAt(pointer, minutes)
  return paragraph ? `#paragraph-${paragraph.item_id}` : `/meetings/${minutes.meeting_id}/attendance`
}
/** A message about a line names it itself. */
function place(pointer: string, minutes: MinutesView) {
  const at = /^\/head\/attendance\/(\d+)/.exec(pointer)?.[1]
  const who = at === undefined ? null : minutes.head.attendance[Number(at)]
  return who ? `${who.user?.name ?? who.unit ?? ''}: ` : ''
}

function WholeRemarks({ meeting, remarks }: { meeting: number; remarks: readonly RemarkView[] }) {
  if (remarks.length === 0) return null
  return (
    <Card title={t.remarks}>
      <Remarks meeting={meeting} remarks={remarks} />
    </Card>
  )
}

function Addenda({ minutes }: { minutes: MinutesView }) {
  const [text, setText] = useState('')
  const key = useIdempotencyKey()
  const write = useWrite({
    send: (body: { text: string }) => answer(api.POST('/api/v1/meetings/{id}/minutes/addenda', { params: { path: { id: minutes.meeting_id }, header: key.header(body) }, body })),
    touches: [MEETINGS],
    done: t.saved,
    onDone: () => {
      key.renew()
      setText('')
    },
  })
  const adds = minutes.allowed_actions.includes('add_addendum')
  if (minutes.addenda.length === 0 && !adds) return null
  return (
    <Card title={t.addenda}>
      <ol className="space-y-3">
        {minutes.addenda.map((addendum) => (
          <li key={addendum.id}>
            <p className="text-sm text-muted">
              {t.addendum(addendum.number)} · {dayAndTime(addendum.created_at)} {addendum.made_by && <Bdi>· {addendum.made_by.name}</Bdi>}
            </p>
            <Written>{addendum.text}</Written>
          </li>
        ))}
      </ol>
      {adds && (
        <div className="space-y-3 pt-3">
          {write.problem && <FormErrors messages={write.problem.errors.length ? write.problem.besides(['text']) : [write.problem.message]} />}
          <TextField label={t.addendumText} value={text} onChange={setText} rows={2} error={write.problem?.at('text')} />
          <Button isBusy={write.isSending} isDisabled={!text.trim()} onPress={() => write.send({ text })}>
            {t.addAddendum}
          </Button>
        </div>
      )}
      {minutes.addenda.length > 0 && <span className="sr-only">{number(minutes.addenda.length)}</span>}
    </Card>
  )
}
