/** An image that can't be used: the message is one line that says why. Hosted mode remains. */
export class ImageError extends Error {
  /** Errors cross from bundles to modules, where classes have no identity. */
  readonly code = IMAGE_ERROR;
}

const IMAGE_ERROR = 'ERR_TSPY_IMAGE';

export function isImageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === IMAGE_ERROR;
}
