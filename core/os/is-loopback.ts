/** Whether only this machine reaches a numeric address. */
export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');
