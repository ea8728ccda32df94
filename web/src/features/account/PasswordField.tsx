import { useState } from 'react'
import { IconButton } from '@/components/Button'
import { cx } from '@/components/cx'
import { TextField } from '@/components/Field'
import { LEAST, strengthOf, type Strength } from './strength'
import { t } from './texts'

/** A password, which can be looked at while typing: on phones nobody hits twenty keys blindly. `measured`: how strong it is. */
export function PasswordField({ measured = false, hint, ...props }: { label: string; name: string; autoComplete: string; error?: string | undefined; hint?: string; autoFocus?: boolean; measured?: boolean }) {
  const [shown, setShown] = useState(false)
  const [text, setText] = useState('')
  return (
    <div className="space-y-2">
      <TextField
        {...props}
        {...(measured ? { value: text, onChange: setText } : {})}
        {...(hint ? { hint } : {})}
        type={shown ? 'text' : 'password'}
        ltr
        isRequired
        after={<IconButton label={shown ? t.hide : t.show} icon="eye" className="me-0.5" aria-pressed={shown} onPress={() => setShown(!shown)} />}
      />
      {measured && <Meter password={text} />}
    </div>
  )
}

const STEPS: Record<Strength, number> = { none: 0, short: 1, monotonous: 1, fair: 2, good: 3 }

function Meter({ password }: { password: string }) {
  const strength = strengthOf(password)
  const steps = STEPS[strength]
  return (
    <div className="space-y-1">
      <div aria-hidden className="flex gap-1">
        {[1, 2, 3].map((step) => (
          <i key={step} className={cx('h-1.5 flex-1 rounded-full', step > steps ? 'bg-neutral-soft' : steps === 1 ? 'bg-danger' : steps === 2 ? 'bg-warning-ink' : 'bg-success-ink')} />
        ))}
      </div>
      <p role="status" className="text-xs text-muted">
        {strength === 'short' ? t.strengths.short(LEAST - [...password.normalize('NFKC')].length) : strength === 'none' ? ' ' : t.strengths[strength]}
      </p>
    </div>
  )
}
