/** What those who were there say of final minutes, of the whole or of a line, and what is answered. */
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { CreateRemark, ParagraphView, RemarkAction, RemarkKind, RemarkState, RemarkView } from '@/api/schema'
import { useIdempotencyKey, useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { FormErrors, TextField } from '@/components/Field'
import { Pill, type Tone } from '@/components/Pill'
import { Segments } from '@/components/Pick'
import { SubmitDialog } from '@/components/SubmitDialog'
import { Bdi, Written } from '@/components/Text'
import { useDraft } from '@/lib/drafts'
import { useMe } from '@/lib/session'
import { MEETINGS } from '../data'
import { t } from '../texts'

const tone: Record<RemarkState, Tone> = { open: 'warning', accepted: 'success', declined: 'danger', withdrawn: 'neutral' }
const isAction = (action: string): action is RemarkAction => action in t.remarkActions

export const Remarks = ({ meeting, remarks, current }: { meeting: number; remarks: readonly RemarkView[]; current?: string }) => (
  <ul className="space-y-3">
    {remarks.map((remark) => (
      <li key={remark.id} className="rounded-xl border border-line p-3">
        <One meeting={meeting} remark={remark} current={current} />
      </li>
    ))}
  </ul>
)

function One({ meeting, remark, current }: { meeting: number; remark: RemarkView; current: string | undefined }) {
  const [asked, setAsked] = useState<RemarkAction | null>(null)
  const [words, setWords] = useState('')
  const [text, setText] = useState(remark.proposed ?? current ?? '')
  const write = useWrite({
    send: (action: RemarkAction) => {
      // An objection to a line names no text: who accepts it says how the line reads from now on.
      const changes = action === 'accept' && remark.item_id && text !== (remark.proposed ?? null) ? [{ item_id: remark.item_id, text }] : null
      const body = { ...(words.trim() ? { answer: words.trim() } : {}), ...(changes ? { changes } : {}) }
      return answer(api.POST('/api/v1/meetings/{id}/minutes/remarks/{remark}/actions/{action}', { params: { path: { id: meeting, remark: remark.id, action }, header: ifMatch(remark.version) }, body }))
    },
    touches: [MEETINGS],
    done: t.saved,
    onDone: () => setAsked(null),
  })
  return (
    <div className="space-y-2">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium">{t.remarkKinds[remark.kind]}</span>
        {remark.author && <Bdi className="text-muted">{remark.author.name}</Bdi>}
        <span className="flex-1" />
        <Pill tone={tone[remark.state]}>{t.remarkStates[remark.state]}</Pill>
      </p>
      <Written className="text-sm">{remark.text}</Written>
      {remark.proposed && (
        <div className="rounded-lg bg-neutral-soft px-3 py-2 text-sm">
          <p className="text-xs text-neutral-ink">{t.proposedText}</p>
          <Written>{remark.proposed}</Written>
        </div>
      )}
      {remark.answer && (
        <p className="text-sm">
          <span className="text-muted">{t.remarkAnswer}:</span> <Bdi>{remark.answer}</Bdi>
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {remark.allowed_actions.filter(isAction).map((action) => (
          <Button key={action} onPress={() => (action === 'withdraw' ? write.send(action) : setAsked(action))}>
            {t.remarkActions[action]}
          </Button>
        ))}
      </div>
      {write.problem && !asked && <FormErrors messages={[write.problem.message]} />}
      {asked && (
        <SubmitDialog title={t.remarkActions[asked]} action={t.remarkActions[asked]} isBusy={write.isSending} onSubmit={() => write.sendAsync(asked)} onClose={() => setAsked(null)}>
          {write.problem && <FormErrors messages={write.problem.besides(['answer'])} />}
          {asked === 'accept' && remark.item_id && <TextField label={t.newText} value={text} onChange={setText} rows={3} />}
          <TextField label={t.remarkAnswer} value={words} onChange={setWords} rows={2} isRequired={asked === 'decline'} error={write.problem?.at('answer')} />
        </SubmitDialog>
      )}
    </div>
  )
}

export function RemarkDialog({ meeting, paragraph, onClose }: { meeting: number; paragraph: ParagraphView | null; onClose: () => void }) {
  const me = useMe()
  const draft = useDraft<{ kind: RemarkKind; text: string; proposed: string }>(me.id, `remark.${meeting}.${paragraph?.item_id ?? 'whole'}`, {
    kind: 'objection',
    text: '',
    proposed: paragraph?.text ?? '',
  })
  const typed = draft.value
  const set = (change: Partial<typeof typed>) => draft.setValue((old) => ({ ...old, ...change }))
  const key = useIdempotencyKey()
  const write = useWrite({
    send: (body: CreateRemark) => answer(api.POST('/api/v1/meetings/{id}/minutes/remarks', { params: { path: { id: meeting }, header: key.header(body) }, body })),
    touches: [MEETINGS],
    done: t.remarkSent,
    onDone: () => {
      draft.forget()
      onClose()
    },
  })
  const changes = paragraph !== null && typed.kind === 'change'
  const send = () => {
    const body: CreateRemark = { kind: typed.kind, text: typed.text, ...(paragraph ? { item_id: paragraph.item_id } : {}), ...(changes ? { proposed: typed.proposed } : {}) }
    return write.sendAsync(body)
  }
  return (
    <SubmitDialog
      title={paragraph ? paragraph.title : t.minutesTitle}
      action={t.sendRemark}
      isBusy={write.isSending}
      onSubmit={send}
      onClose={onClose}
    >
        {write.problem && <FormErrors messages={write.problem.besides(['text', 'proposed'])} />}
        {paragraph && (
          <Segments
            label={t.remark}
            value={typed.kind}
            onChange={(kind) => set({ kind })}
            options={[
              { id: 'objection', name: t.remarkKinds.objection },
              { id: 'change', name: t.remarkKinds.change },
            ]}
          />
        )}
        {changes && <TextField label={t.proposedText} value={typed.proposed} onChange={(proposed) => set({ proposed })} rows={3} isRequired error={write.problem?.at('proposed')} />}
        <TextField label={t.remarkText} value={typed.text} onChange={(text) => set({ text })} rows={2} isRequired error={write.problem?.at('text')} />
    </SubmitDialog>
  )
}
