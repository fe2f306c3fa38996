import { Button } from '../button'
import { Icon } from '../icon'
import { Input } from './input'

interface SearchFieldProps {
  /** What the field searches, for people who can't see it. */
  label: string
  placeholder: string
  /** The current search. */
  search: string | undefined
  maxLength: number
}

/** The inside of a search form: the field `search` and the button. */
export function SearchField({ label, placeholder, search, maxLength }: SearchFieldProps) {
  return (
    <>
      <label htmlFor="search" className="sr-only">
        {label}
      </label>
      <Input
        id="search"
        type="search"
        name="search"
        defaultValue={search}
        maxLength={maxLength}
        placeholder={placeholder}
        autoComplete="off"
        className="sm:h-10"
      />
      <Button
        type="submit"
        variant="secondary"
        size="icon"
        aria-label="Search"
        className="h-11 w-11 sm:size-10"
      >
        <Icon name="search" />
      </Button>
    </>
  )
}
