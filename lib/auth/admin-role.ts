/** Whether a role of Neon Auth's is that of an admin; it may be several, with commas between them. */
export function isAdminRole(role: string | null | undefined): boolean {
  return role?.split(',').includes('admin') ?? false
}
