/** How wide the window is, in the three widths that the design knows. */
class Viewport {
  #phone = $state(false);
  #narrow = $state(false);

  constructor() {
    if (typeof matchMedia === "undefined") return;
    const phone = matchMedia("(max-width: 799px)");
    const narrow = matchMedia("(max-width: 1199px)");
    const read = () => {
      this.#phone = phone.matches;
      this.#narrow = narrow.matches;
    };
    phone.addEventListener("change", read);
    narrow.addEventListener("change", read);
    read();
  }

  /** Below 800 px: one column, bottom bar. */
  get phone(): boolean {
    return this.#phone;
  }

  /** Below 1200 px: the inspector is a drawer. */
  get narrow(): boolean {
    return this.#narrow;
  }
}

export const viewport = new Viewport();
