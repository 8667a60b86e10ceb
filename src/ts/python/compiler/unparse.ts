export function unparse(): string { throw new Error('later'); }
export function unparseConstant(): string { throw new Error('later'); }
