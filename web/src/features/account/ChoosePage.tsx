/** Choosing a password by a mailed link: an invitation, a reset, or the first administrator's. The token stands behind `#`, which no server sees. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { answer, api } from '@/api/client'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { focusFirstError, FormErrors, TextField } from '@/components/Field'
import { Note } from '@/components/States'
import { say } from '@/lib/toasts'
import { Frame } from './Frame'
import { PasswordField } from './PasswordField'
import { t } from './texts'

type Purpose = 'invitation' | 'reset' | 'first-admin'
const words = {
  invitation: { title: t.invitationTitle, lead: t.invitationLead, button: t.save, done: t.saved },
  reset: { title: t.resetTitle, lead: t.resetLead, button: t.save, done: t.saved },
  'first-admin': { title: t.firstTitle, lead: t.firstLead, button: t.make, done: t.made },
}

export const InvitationPage = () => <ChoosePage purpose="invitation" />
export const ResetPage = () => <ChoosePage purpose="reset" />
export const FirstAdminPage = () => <ChoosePage purpose="first-admin" />

function ChoosePage({ purpose }: { purpose: Purpose }) {
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '')
  const text = words[purpose]
  const write = useWrite({
    send: (data: FormData) => {
      const password = String(data.get('password') ?? '')
      if (purpose === 'first-admin') {
        const body = { token, password, email: String(data.get('email') ?? '').trim(), name: String(data.get('name') ?? '') }
        return answer(api.POST('/api/v1/auth/first-admin', { body }))
      }
      if (purpose === 'reset') return answer(api.POST('/api/v1/auth/password/reset', { body: { token, password } }))
      return answer(api.POST('/api/v1/auth/invitations/accept', { body: { token, password } }))
    },
    onDone: () => {
      say(text.done)
      void navigate({ to: '/sign-in', replace: true })
    },
  })
  const problem = write.problem
  const shown = ['password', 'email', 'name']
  return (
    <Frame title={text.title} lead={text.lead}>
      {token ? (
        <Form
          ref={form}
          validationBehavior="aria"
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault()
            write.sendAsync(new FormData(event.currentTarget)).catch(() => focusFirstError(form.current))
          }}
        >
          {problem && <FormErrors messages={problem.besides(shown)} />}
          {purpose === 'first-admin' && (
            <>
              <TextField label={t.name} name="name" isRequired autoFocus error={problem?.at('name')} />
              <TextField label={t.email} name="email" type="email" autoComplete="username" ltr isRequired error={problem?.at('email')} />
            </>
          )}
          <PasswordField measured label={t.newPassword} name="password" autoComplete="new-password" hint={t.passwordHint} error={problem?.at('password')} autoFocus={purpose !== 'first-admin'} />
          <Button type="submit" kind="primary" className="w-full" isBusy={write.isSending}>
            {text.button}
          </Button>
        </Form>
      ) : (
        <Note tone="warning" icon="warning">
          {t.noToken}
        </Note>
      )}
      <Link to="/sign-in" className="inline-block text-sm text-accent underline-offset-4 hover:underline">
        {t.back}
      </Link>
    </Frame>
  )
}
