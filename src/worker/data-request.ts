/** A wish for data -> what can be made; what cannot be is an error with its code. */
import { ImpossibleData, readWish, type DataRequest, type DataWish } from "../datagen/request.ts";
import { EngineError } from "../engine/core/errors.ts";

/** Throws D006. */
export function readRequest(wish: DataWish): DataRequest {
  try {
    return readWish(wish);
  } catch (thrown) {
    if (!(thrown instanceof ImpossibleData)) throw thrown;
    throw new EngineError("D006", thrown.message, { hint: thrown.hint, cause: thrown });
  }
}
