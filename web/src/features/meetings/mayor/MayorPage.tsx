/** What is to be taken up with the mayor: what waits, what was decided and in which meeting. The brief of a meeting is made of it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { useList } from '@/api/query'
import type { SubjectState, SubjectView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button, ButtonLink, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { FormErrors, TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { ListBody } from '@/components/ListBody'
import { Menu } from '@/components/Menu'
import { PageHeader } from '@/components/PageHeader'
import { ComboBox, Segments } from '@/components/Pick'
import { Empty } from '@/components/States'
import { SubmitDialog } from '@/components/SubmitDialog'
import { Bdi, Code, Written } from '@/components/Text'
import { fullDay, shortDay } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { requestKey } from '@/components/Request'
import { MEETINGS, useManages } from '../data'
import { mayorRoute } from '../routes'
import { t } from '../texts'
import { t as own } from './texts'

const SUBJECTS = '/api/v1/mayor-subjects'
const TOUCHED = [SUBJECTS, MEETINGS, '/api/v1/requests', '/api/v1/themes']
const titleOf = (subject: SubjectView) => subject.request?.title ?? subject.theme?.title ?? ''

export function MayorPage() {
  const { state = 'waiting' } = mayorRoute.useSearch()
  const navigate = mayorRoute.useNavigate()
  const manages = useManages()
  const list = useList('/api/v1/mayor-subjects', { query: { state } })
  const [adding, setAdding] = useState(false)
  return (
    <>
      <PageHeader
        title={own.mayorSubjects}
        actions={
          manages && (
            <Button kind="primary" icon="plus" onPress={() => setAdding(true)}>
              {own.addSubject}
            </Button>
          )
        }
      >
        <p className="max-w-2xl pt-1 text-sm text-muted">{own.mayorLead}</p>
      </PageHeader>
      <div className="space-y-4">
        <Briefs />
        <Segments<SubjectState>
          label={own.showSubjects}
          hideLabel
          value={state}
          onChange={(to) => void navigate({ search: to === 'waiting' ? {} : { state: to }, replace: true })}
          options={(['waiting', 'decided', 'withdrawn'] as const).map((id) => ({ id, name: own.subjectStates[id] }))}
        />
        <Card>
          <ListBody
            list={list}
            empty={
              <Empty icon="mayor_meeting" title={state === 'waiting' ? t.noSubjects : own.noneOfThese}>
                {state === 'waiting' && own.noSubjectsHint}
              </Empty>
            }
          >
            <ul className="divide-y divide-line/70">
              {list.items.map((subject) => (
                <li key={subject.id} className="py-4 first:pt-0 last:pb-0">
                  <Subject subject={subject} />
                </li>
              ))}
            </ul>
          </ListBody>
        </Card>
      </div>
      {adding && <AddSubject onClose={() => setAdding(false)} />}
    </>
  )
}

/** The meetings with the mayor that are coming, each with its brief. */
function Briefs() {
  const list = useList('/api/v1/meetings', { query: { limit: 100, fields: ['id', 'kind', 'state', 'starts_at', 'series', 'number'] } })
  const coming = list.items.filter((meeting) => meeting.kind === 'mayor' && meeting.state !== 'approved' && meeting.state !== 'cancelled')
  if (coming.length === 0) return null
  return (
    <Card title={own.mayorMeetings}>
      <ul className="divide-y divide-line/70">
        {coming.map((meeting) => (
          <li key={meeting.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <Link to="/meetings/$id" params={{ id: meeting.id }} className="min-w-0 flex-1 basis-60 font-medium underline-offset-4 hover:underline">
              <Bdi>{meeting.series.title}</Bdi>
              {comma}
              {t.meeting(meeting.number)}
            </Link>
            <span className="text-sm text-muted">{fullDay(meeting.starts_at)}</span>
            <ButtonLink to="/meetings/$id/brief" params={{ id: meeting.id }} kind="link" className="text-sm">
              {t.tabs.brief}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Subject({ subject }: { subject: SubjectView }) {
  const [open, setOpen] = useState<'edit' | 'withdraw' | null>(null)
  const mayWithdraw = subject.allowed_actions.includes('withdraw')
  return (
    <article className="space-y-2">
      <header className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1 font-medium">
          {subject.request ? (
            <Link to="/requests/$key" params={{ key: requestKey(subject.request) }} className="underline-offset-4 hover:underline">
              <Bdi>{titleOf(subject)}</Bdi>
            </Link>
          ) : subject.theme ? (
            <Link to="/themes/$id" params={{ id: String(subject.theme.id) }} className="underline-offset-4 hover:underline">
              <Bdi>{titleOf(subject)}</Bdi>
            </Link>
          ) : null}
          <span className="block text-sm font-normal text-muted">
            {subject.request?.number && <Code>{subject.request.number}</Code>}
            {subject.theme && own.theme}
            {subject.units.length > 0 && (
              <>
                {' · '}
                <Bdi>{subject.units.map((unit) => unit.name).join(comma)}</Bdi>
              </>
            )}
          </span>
        </h2>
        {mayWithdraw && (
          <Menu
            label={t.actionsOf(titleOf(subject))}
            trigger={<IconButton label={t.actionsOf(titleOf(subject))} icon="more" className="-my-1" />}
            options={[
              { id: 'edit', name: own.editAsked, icon: 'edit' },
              { id: 'withdraw', name: own.withdrawSubject, icon: 'undo', isDanger: true },
            ]}
            onAction={(id) => setOpen(id === 'edit' ? 'edit' : 'withdraw')}
          />
        )}
      </header>
      <div className="rounded-xl bg-accent-soft px-4 py-2.5">
        <p className="text-xs text-accent-strong">{t.asked}</p>
        <Written>{subject.asked}</Written>
      </div>
      {subject.decision && (
        <div className="rounded-xl bg-success-soft px-4 py-2.5 text-success-ink">
          <p className="text-xs">
            {t.decided}
            {subject.decided_in && (
              <>
                {' · '}
                <Link to="/meetings/$id" params={{ id: subject.decided_in.id }} className="underline underline-offset-4">
                  {t.meeting(subject.decided_in.number)}
                </Link>
              </>
            )}
          </p>
          <Written>{subject.decision}</Written>
        </div>
      )}
      <p className="text-xs text-muted">
        {subject.marked_by && (
          <>
            <Bdi>{subject.marked_by.name}</Bdi>
            {comma}
          </>
        )}
        {shortDay(subject.created_at)}
      </p>
      {open === 'edit' && <EditAsked subject={subject} onClose={() => setOpen(null)} />}
      {open === 'withdraw' && <Withdraw subject={subject} onClose={() => setOpen(null)} />}
    </article>
  )
}

function EditAsked({ subject, onClose }: { subject: SubjectView; onClose: () => void }) {
  return (
    <FormDialog
      title={own.editAsked}
      draft={`mayor.${subject.id}`}
      initial={{ asked: subject.asked }}
      version={subject.version}
      shown={() => ['asked']}
      touches={TOUCHED}
      done={t.saved}
      send={(body, version) => answer(api.PATCH('/api/v1/mayor-subjects/{id}', { params: { path: { id: subject.id }, header: ifMatch(version) }, body }))}
      read={(current: SubjectView) => ({ asked: current.asked })}
      tell={(value) => [[t.asked, value.asked]]}
      onClose={onClose}
    >
      {({ value, set, at }) => <TextField label={t.outcomeTexts.to_mayor} isRequired autoFocus rows={3} value={value.asked} onChange={(asked) => set({ asked })} error={at('asked')} />}
    </FormDialog>
  )
}

function Withdraw({ subject, onClose }: { subject: SubjectView; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const write = useWrite({
    send: () => answer(api.POST('/api/v1/mayor-subjects/{id}/actions/withdraw', { params: { path: { id: subject.id }, header: ifMatch(subject.version) }, body: { reason } })),
    touches: TOUCHED,
    done: own.subjectWithdrawn,
    onDone: onClose,
  })
  return (
    <SubmitDialog title={own.withdrawSubject} action={own.withdrawSubject} kind="danger" isBusy={write.isSending} onSubmit={() => write.sendAsync()} onClose={onClose} stays={reason !== ''} width="narrow">
      <p className="text-sm text-muted">{own.withdrawHint}</p>
      {write.problem && <FormErrors messages={write.problem.besides(['reason'])} />}
      <TextField label={t.reason} isRequired autoFocus rows={2} value={reason} onChange={setReason} error={write.problem?.at('reason')} />
    </SubmitDialog>
  )
}

function AddSubject({ onClose }: { onClose: () => void }) {
  const themes = useList('/api/v1/themes', { query: { sort: '-units', limit: 100 } })
  return (
    <FormDialog
      title={own.addSubject}
      draft="mayor.new"
      initial={{ about: 'request' as 'request' | 'theme', request: '', theme_id: null as number | null, asked: '' }}
      shown={() => ['request', 'theme_id', 'asked']}
      touches={TOUCHED}
      done={own.subjectAdded}
      action={own.addSubject}
      send={({ about, request, theme_id, asked }, _version, key) => {
        const body = { asked, ...(about === 'request' ? { request: request.trim() || null } : { theme_id }) }
        return answer(api.POST('/api/v1/mayor-subjects', { params: { header: key }, body }))
      }}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <Segments
            label={own.subjectAbout}
            value={value.about}
            onChange={(about) => set({ about })}
            options={[
              { id: 'request', name: t.request },
              { id: 'theme', name: own.theme },
            ]}
          />
          {value.about === 'request' ? (
            <TextField label={own.requestNumber} hint={own.requestNumberHint} isRequired autoFocus value={value.request} onChange={(request) => set({ request })} error={at('request')} />
          ) : (
            <ComboBox
              label={own.theme}
              isRequired
              options={themes.items.map((theme) => ({ id: theme.id, name: theme.title }))}
              value={value.theme_id}
              onChange={(theme_id) => set({ theme_id })}
              // Neither of the two given: the server says so at the request.
              error={at('theme_id') ?? at('request')}
            />
          )}
          <TextField label={t.outcomeTexts.to_mayor} isRequired rows={3} value={value.asked} onChange={(asked) => set({ asked })} error={at('asked')} />
        </>
      )}
    </FormDialog>
  )
}
