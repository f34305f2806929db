/** Whether only this machine reaches a numeric address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
