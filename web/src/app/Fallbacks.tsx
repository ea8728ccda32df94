/** When a page breaks. */
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { PageError } from '@/components/PageError'

export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <PageError
      error={error}
      again={() => {
        reset()
        void router.invalidate()
      }}
    />
  )
}
