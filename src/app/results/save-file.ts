/** Hands text or an image to the browser as a file to be saved. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download reads the address after the click; it is let go when that has surely begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
