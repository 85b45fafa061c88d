export const perDegree: number;
export function land(): number[][][];
