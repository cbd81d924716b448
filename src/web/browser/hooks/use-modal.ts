import { useLayoutEffect, useRef } from '/assets/vendor/preact.js';

/** Opens a dialog before everything else, and gives the focus back to where it was when the dialog goes. */
export function useModal(): { current: HTMLDialogElement | null } {
  const dialog = useRef<HTMLDialogElement | null>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    // One that is merely removed leaves the focus nowhere.
    return () => current?.close();
  }, []);
  return dialog;
}
