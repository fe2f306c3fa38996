/**
 * The look of a link or button in a menu: as wide as the menu, 44 px high on phones. Not in
 * `menu.tsx`, whose exports reach Server Components as references only.
 */
export const menuItemStyles =
  'flex h-11 w-full items-center justify-start gap-3 rounded-sm border-0 px-2.5 text-start text-sm font-normal hover:bg-muted focus-visible:-outline-offset-2 sm:h-9'
