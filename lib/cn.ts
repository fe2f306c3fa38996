import { clsx, type ClassValue } from 'clsx'
import { twMerge } from 'tailwind-merge'

/**
 * Joins class names; of two Tailwind classes for the same property the later one stays.
 *
 * @param classes strings, arrays, or objects of class name to condition; falsy ones are left out
 */
export function cn(...classes: ClassValue[]): string {
  return twMerge(clsx(classes))
}
