import { linkify } from '@/lib/linkify'
import { linkStyles } from '../ui/text-link'

/**
 * A text that someone wrote: its paragraphs and line breaks, and its web addresses as links that
 * vouch for nothing. Nothing else in it is interpreted.
 */
export function PostText({ children }: { children: string }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      {children.split(/\n\s*\n/).map((paragraph, index) => (
        <p key={index} dir="auto" className="break-words whitespace-pre-wrap">
          {linkify(paragraph).map(({ text, href }, part) =>
            href ? (
              <a key={part} href={href} rel="nofollow noopener ugc" className={linkStyles}>
                {text}
              </a>
            ) : (
              text
            ),
          )}
        </p>
      ))}
    </div>
  )
}
