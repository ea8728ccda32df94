import { useState } from 'react'
import { IconButton } from '@/components/Button'
import { TextField } from '@/components/Field'
import { t } from './texts'

/** A password, which can be looked at while typing: on phones nobody hits twenty keys blindly. */
export function PasswordField(props: { label: string; name: string; autoComplete: string; error?: string | undefined; hint?: string; autoFocus?: boolean }) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      ltr
      isRequired
      after={<IconButton label={shown ? t.hide : t.show} icon="eye" className="me-0.5" aria-pressed={shown} onPress={() => setShown(!shown)} />}
    />
  )
}
