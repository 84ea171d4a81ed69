/** An AWS account id: twelve digits. */
export type Account = string;

export const isAccount = (text: string): boolean => /^\d{12}$/.test(text);
