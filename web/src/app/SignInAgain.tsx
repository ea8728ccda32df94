/** The session ended while somebody works: they sign in over the page, and what was being sent is sent again. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { Me } from '@/api/schema'
import { onExpired } from '@/api/session'
import { Button } from '@/components/Button'
import { Dialog } from '@/components/Dialog'
import { Skeleton } from '@/components/States'
import { t as account } from '@/features/account/texts'

const SignInForm = lazy(() => import('@/features/account/SignInForm').then((m) => ({ default: m.SignInForm })))

export function SignInAgain({ me }: { me: Me }) {
  const [isOpen, setOpen] = useState(false)
  const answer = useRef<((signedIn: boolean) => void) | null>(null)
  useEffect(() => {
    onExpired(() => {
      setOpen(true)
      return new Promise((resolve) => {
        answer.current = resolve
      })
    })
    return () => onExpired(null)
  }, [])
  const finish = (signedIn: boolean) => {
    setOpen(false)
    answer.current?.(signedIn)
    answer.current = null
  }
  return (
    <Dialog title={account.expiredTitle} isOpen={isOpen} onClose={() => finish(false)} width="narrow" stays>
      <p className="text-sm text-muted">{account.expiredLead}</p>
      <Suspense fallback={<Skeleton rows={3} />}>
        <SignInForm email={me.email} onSignedIn={() => finish(true)} />
      </Suspense>
      {/* Somebody else must not send what this person typed: the page is loaded anew. */}
      <Button kind="link" onPress={() => location.assign('/sign-in')}>
        {account.otherPerson}
      </Button>
    </Dialog>
  )
}
