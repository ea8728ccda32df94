/** What can be done with a meeting now: one main step, the rest in a menu. Each is asked about first, for most of them send mail. */
import { useState } from 'react'
import type { MeetingAction, MeetingView } from '@/api/schema'
import { Button, IconButton } from '@/components/Button'
import { FormErrors, TextField } from '@/components/Field'
import { Menu } from '@/components/Menu'
import { SubmitDialog } from '@/components/SubmitDialog'
import { isAction, isBefore, useAct, useManages } from './data'
import { EditMeeting } from './EditMeeting'
import { t } from './texts'

/** The usual next step of each state comes first; what ends or moves a meeting is behind the menu. */
const ASIDE: readonly MeetingAction[] = ['cancel', 'postpone']
const WITH_REASON = ASIDE

export function ActionButtons({ meeting }: { meeting: MeetingView }) {
  const [asked, setAsked] = useState<MeetingAction | null>(null)
  const [editing, setEditing] = useState(false)
  const edits = useManages() && (isBefore(meeting.state) || meeting.state === 'postponed')
  const actions = meeting.allowed_actions.filter(isAction)
  const steps = actions.filter((action) => !ASIDE.includes(action))
  const aside = actions.filter((action) => ASIDE.includes(action))
  // With an agenda that is out, to begin is the next step; to publish it again is not.
  const main = meeting.state === 'agenda_published' ? 'start' : steps[0]
  const others = steps.filter((action) => action !== main)
  return (
    <>
      {main && (
        <Button kind="primary" icon={main === 'start' ? 'play' : main === 'publish_agenda' || main === 'schedule' ? 'send' : 'check'} onPress={() => setAsked(main)}>
          {t.actions[main]}
        </Button>
      )}
      {others.map((action) => (
        <Button key={action} onPress={() => setAsked(action)}>
          {t.actions[action]}
        </Button>
      ))}
      {(edits || aside.length > 0) && (
        <Menu
          label={t.more}
          trigger={<IconButton label={t.more} icon="more" />}
          options={[
            ...(edits ? [{ id: 'edit', name: t.editMeeting, icon: 'edit' as const }] : []),
            ...aside.map((action) => ({ id: action, name: t.actions[action], isDanger: action === 'cancel' })),
          ]}
          onAction={(action) => (isAction(action) ? setAsked(action) : setEditing(true))}
        />
      )}
      {editing && <EditMeeting meeting={meeting} onClose={() => setEditing(false)} />}
      {asked && <Ask key={asked} meeting={meeting} action={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

function Ask({ meeting, action, onClose }: { meeting: MeetingView; action: MeetingAction; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const act = useAct(meeting, onClose)
  const needsReason = WITH_REASON.includes(action)
  const send = () => act.sendAsync({ action, ...(needsReason ? { reason } : {}) })
  return (
    <SubmitDialog
      title={t.sure(t.actions[action])}
      action={t.actions[action]}
      kind={action === 'cancel' ? 'danger' : 'primary'}
      isBusy={act.isSending}
      onSubmit={send}
      onClose={onClose}
      stays={reason !== ''}
      width="narrow"
      isAlert
    >
      <p className="text-muted">{t.actionHint[action]}</p>
      {act.problem && <FormErrors messages={act.problem.besides(['reason'])} />}
      {needsReason && <TextField label={t.reason} value={reason} onChange={setReason} rows={2} isRequired autoFocus error={act.problem?.at('reason')} />}
    </SubmitDialog>
  )
}
