/** Whether a Neon Auth role includes admin; it may be several, separated by commas. */
export function isAdminRole(role: string | null | undefined): boolean {
  return role?.split(',').includes('admin') ?? false
}
