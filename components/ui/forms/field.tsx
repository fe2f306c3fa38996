import { useId, type ReactNode } from 'react'
import { cn } from '@/lib/cn'

/** What ties a control to its label, description and error; spread it on the control. */
export interface FieldControl {
  id: string
  name: string
  required: boolean
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

interface FieldProps {
  /** The control's name in the submitted form. */
  name: string
  label: string
  /** A hint between label and control. */
  description?: ReactNode
  /** What's wrong, in a sentence; undefined if nothing is. */
  error?: string
  /** Defaults to true. An optional field says so in its label. */
  required?: boolean
  className?: string
  /** Renders the control: `(control) => <Input {...control} autoComplete="email" />`. */
  children: (control: FieldControl) => ReactNode
}

/**
 * A control with its label above and its error below, tied together for assistive technology. The error isn't
 * a live region: on failure the first invalid control gets the focus (see `Form`), and its error is read with
 * it.
 */
export function Field({
  name,
  label,
  description,
  error,
  required = true,
  className,
  children,
}: FieldProps) {
  const id = useId()
  const descriptionId = `${id}-description`
  const errorId = `${id}-error`
  const describedBy = [error && errorId, description && descriptionId].filter(Boolean).join(' ')

  return (
    <div className={cn('grid grid-cols-1 gap-1.5', className)}>
      <label htmlFor={id} className="justify-self-start text-sm font-medium">
        {label}
        {!required && <span className="font-normal text-muted-foreground"> (optional)</span>}
      </label>
      {description && (
        <div id={descriptionId} className="text-sm text-muted-foreground">
          {description}
        </div>
      )}
      {children({
        id,
        name,
        required,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': describedBy || undefined,
      })}
      {error && (
        <p id={errorId} className="text-sm text-destructive">
          {error}
        </p>
      )}
    </div>
  )
}
