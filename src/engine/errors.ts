/** Input that cannot be used. The message says what was expected, what came and what to do. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A valid request that this implementation does not serve; another one (the reference) does. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}

/** A device that was lost, or refused work: what it gives can no longer be used. Another may serve. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
}

/**
 * @param what the quantity's name, as a reader knows it.
 * @returns `value`, when it is an integer within [low, high].
 * @throws InputError otherwise.
 */
export function integerIn(what: string, value: number, low: number, high: number): number {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new InputError(
      `${what} must be a whole number from ${low} to ${high}, but ${value} came.`,
    );
  }
  return value;
}

/**
 * @returns `value`, when it is finite and within [low, high].
 * @throws InputError otherwise.
 */
export function numberIn(what: string, value: number, low: number, high: number): number {
  if (!Number.isFinite(value) || value < low || value > high) {
    throw new InputError(`${what} must be a number from ${low} to ${high}, but ${value} came.`);
  }
  return value;
}

/**
 * @returns `value`, when it is one of the names.
 * @throws InputError otherwise.
 */
export function oneOf<const T>(what: string, value: T, names: readonly T[]): T {
  if (!names.includes(value)) {
    throw new InputError(`${what} must be one of ${names.join(', ')}, but “${value}” came.`);
  }
  return value;
}

/** @throws InputError unless there are `expected` numbers. */
export function lengthIs(what: string, values: ArrayLike<number>, expected: number): void {
  if (values.length !== expected) {
    throw new InputError(`${what} must have ${expected} numbers, but ${values.length} came.`);
  }
}

/** @throws InputError naming the first number that is not finite. */
export function allFinite(what: string, values: Float32Array | Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw new InputError(`${what} must be finite numbers, but number ${i} is ${values[i]}.`);
    }
  }
}
