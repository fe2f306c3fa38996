import { Link } from './link'
import { buttonStyles } from './ui/button'
import { Icon } from './ui/icon'

/** Links to a list's neighbouring pages; plain URLs that can be shared. */
export function Pager({ newer, older }: { newer?: string; older?: string }) {
  if (!newer && !older) return null
  const look = buttonStyles({ variant: 'secondary', size: 'sm' })
  return (
    <nav aria-label="Pages" className="flex justify-between gap-3 border-t pt-6">
      {newer && (
        <Link href={newer} rel="prev" className={look}>
          <Icon name="left" />
          Newer
        </Link>
      )}
      {older && (
        <Link href={older} rel="next" className={`${look} ml-auto`}>
          Older
          <Icon name="right" />
        </Link>
      )}
    </nav>
  )
}
