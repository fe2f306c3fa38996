import type { ReactNode } from 'react'
import { Button, buttonStyles } from '@/components/ui/button'

interface ConfirmationProps {
  /** Where the form is sent. */
  action: string
  /** What opens the question. */
  question: string
  /** Tells a page's questions apart for people who can't see where they are. */
  name?: string
  /** The button that does it. */
  label: string
  /** What will be lost. */
  children: ReactNode
  /** Hidden fields. */
  fields?: Record<string, string>
}

/** Asks once before something is lost; like everything on these pages, without a script. */
export function Confirmation({
  action,
  question,
  name,
  label,
  children,
  fields = {},
}: ConfirmationProps) {
  return (
    <details>
      <summary
        aria-label={name}
        className={buttonStyles({
          variant: 'secondary',
          size: 'sm',
          className: 'w-fit cursor-pointer list-none [&::-webkit-details-marker]:hidden',
        })}
      >
        {question}
      </summary>
      <form method="post" action={action} className="mt-3 grid gap-3 rounded-md bg-muted p-4">
        {Object.entries(fields).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <p className="text-sm wrap-anywhere">{children}</p>
        <div>
          <Button type="submit" variant="danger" size="sm" name="confirmed" value="yes">
            {label}
          </Button>
        </div>
      </form>
    </details>
  )
}
