import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { answer, api } from '@/api/client'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { FormErrors, TextField } from '@/components/Field'
import { Note } from '@/components/States'
import { Frame } from './Frame'
import { t } from './texts'

export function ForgotPage() {
  const [email, setEmail] = useState('')
  const [sent, setSent] = useState(false)
  const write = useWrite({ send: () => answer(api.POST('/api/v1/auth/password/forgot', { body: { email: email.trim() } })), onDone: () => setSent(true) })
  return (
    <Frame title={t.forgotTitle} lead={t.forgotLead}>
      {sent ? (
        <div role="status">
          <Note icon="mail" tone="success">
            {t.sent}
          </Note>
        </div>
      ) : (
        <Form
          validationBehavior="aria"
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault()
            write.send()
          }}
        >
          {write.problem && <FormErrors messages={write.problem.at('email') ? [] : [write.problem.message]} />}
          <TextField label={t.email} type="email" autoComplete="username" ltr isRequired value={email} onChange={setEmail} error={write.problem?.at('email')} />
          <Button type="submit" kind="primary" className="w-full" isBusy={write.isSending}>
            {t.send}
          </Button>
        </Form>
      )}
      <Link to="/sign-in" className="inline-block text-sm text-accent underline-offset-4 hover:underline">
        {t.back}
      </Link>
    </Frame>
  )
}
