/** Address and password. Used by the page and by the dialog when a session ends in the middle of something. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { Form } from 'react-aria-components'
import { answer, api } from '@/api/client'
import type { Me } from '@/api/schema'
import { signedInNow } from '@/api/session'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { focusFirstError, FormErrors, TextField } from '@/components/Field'
import { remember } from '@/lib/me'
import { PasswordField } from './PasswordField'
import { t } from './texts'

export function SignInForm({ email, onSignedIn }: { email?: string; onSignedIn: (me: Me) => void }) {
  const client = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const write = useWrite({
    send: (body: { email: string; password: string }) => answer(api.POST('/api/v1/auth/login', { body })),
    onDone: ({ user }) => {
      signedInNow()
      onSignedIn(remember(client, user))
    },
  })
  return (
    <Form
      ref={form}
      validationBehavior="aria"
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const body = { email: email ?? String(data.get('email') ?? '').trim(), password: String(data.get('password') ?? '') }
        write.sendAsync(body).catch(() => focusFirstError(form.current))
      }}
    >
      {write.problem && <FormErrors messages={write.problem.besides(['email', 'password'])} />}
      {email ? (
        <p className="text-sm">
          <bdi dir="ltr">{email}</bdi>
        </p>
      ) : (
        <TextField label={t.email} name="email" type="email" autoComplete="username" ltr isRequired autoFocus error={write.problem?.at('email')} />
      )}
      <PasswordField label={t.password} name="password" autoComplete="current-password" error={write.problem?.at('password')} autoFocus={Boolean(email)} />
      <Button type="submit" kind="primary" className="w-full" isBusy={write.isSending}>
        {t.signIn}
      </Button>
    </Form>
  )
}
