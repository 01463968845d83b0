/** Places in order of time, for logs of millions: counted into slots, which is linear. Times are whole multiples of the slot. */

/** Ties keep the order in which they were given. */
export function orderByTime(times: Float64Array | Int32Array, count: number, slotSeconds: number): Int32Array {
  let first = Number.MAX_SAFE_INTEGER;
  let last = 0;
  for (let place = 0; place < count; place += 1) {
    const time = times[place] ?? 0;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (count === 0) return new Int32Array(0);
  const slots = new Int32Array(Math.floor((last - first) / slotSeconds) + 2);
  const slotOf = (place: number): number => Math.floor(((times[place] ?? 0) - first) / slotSeconds);
  for (let place = 0; place < count; place += 1) {
    const slot = slotOf(place) + 1;
    slots[slot] = (slots[slot] ?? 0) + 1;
  }
  for (let slot = 1; slot < slots.length; slot += 1) slots[slot] = (slots[slot] ?? 0) + (slots[slot - 1] ?? 0);
  const order = new Int32Array(count);
  for (let place = 0; place < count; place += 1) {
    const slot = slotOf(place);
    const to = slots[slot] ?? 0;
    order[to] = place;
    slots[slot] = to + 1;
  }
  return order;
}
