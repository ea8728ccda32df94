/** Text that people wrote, and texts with an order of their own within Persian ones. */
import type { ReactNode } from 'react'
import { cx } from './cx'
import { code } from '@/lib/numbers'
import { marked } from '@/lib/persian'

/** A title, a name: set apart from the line it stands in, in its own direction. */
export const Bdi = ({ children, className }: { children: ReactNode; className?: string }) => <bdi className={className}>{children}</bdi>

/** A title in which what was searched for is marked. */
export const Hits = ({ children, of, className }: { children: string; of: string | undefined; className?: string }) => (
  <bdi className={className}>
    {of
      ? marked(children, of).map((piece, i) =>
          piece.hit ? (
            // oxlint-disable-next-line react/no-array-index-key
            <mark key={i} className="rounded-sm bg-warning-soft text-warning-ink">
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )
      : children}
  </bdi>
)

/** The number of a request, a phone number, a file's name: left to right whatever stands around it. */
export const Code = ({ children, className }: { children: string; className?: string }) => (
  <bdi dir="ltr" className={cx('whitespace-nowrap', className)}>
    {code(children)}
  </bdi>
)

/** What somebody wrote in paragraphs. Addresses in it are links; the rest is text and nothing else. */
export function Written({ children, className }: { children: string; className?: string }) {
  return (
    <div className={cx('space-y-2', className)}>
      {children.split(/\n{2,}/).map((paragraph, i) => (
        // Paragraphs have no other name than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={i} dir="auto" className="whitespace-pre-line text-start">
          {linked(paragraph)}
        </p>
      ))}
    </div>
  )
}

const ADDRESS = /(https?:\/\/[^\s<>"«»]+[^\s<>"«».,،؛:!؟?)])/g
function linked(text: string): ReactNode {
  return text.split(ADDRESS).map((piece, i) =>
    i % 2 === 1 ? (
      // oxlint-disable-next-line react/no-array-index-key
      <a key={i} href={piece} rel="noreferrer noopener" target="_blank" dir="ltr" className="text-accent underline underline-offset-4">
        {piece}
      </a>
    ) : (
      piece
    ),
  )
}
