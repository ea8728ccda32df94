/** Choosing files: a button, on phones the camera as well; and a place to drop them at a desk. */
import { useRef, type ReactNode } from 'react'
import { Button, type Kind } from './Button'
import type { IconName } from './Icon'

export function FileButton({ children, icon, onPick, accept, camera = false, several = true, kind = 'secondary' }: { children: ReactNode; icon: IconName; onPick: (files: File[]) => void; accept?: string; camera?: boolean; several?: boolean; kind?: Kind }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button kind={kind} icon={icon} onPress={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        multiple={several && !camera}
        {...(accept ? { accept } : {})}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          onPick([...(event.target.files ?? [])])
          // The same file can be chosen again after it was taken away.
          event.target.value = ''
        }}
      />
    </>
  )
}
