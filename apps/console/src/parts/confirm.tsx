import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** Asks before something that cannot be taken back. Escape, and the first button, say no. */
export function Confirm({
  title,
  action,
  children,
  onYes,
  onNo,
}: {
  title: string;
  /** What the other button says: "Revoke". */
  action: string;
  children?: ComponentChildren;
  onYes: () => void;
  onNo: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onNo}>
      <h2 id={heading}>{title}</h2>
      {children}
      <p class="actions">
        <button type="button" onClick={onNo}>
          No, go back
        </button>
        <button type="button" class="danger" onClick={onYes}>
          {action}
        </button>
      </p>
    </dialog>
  );
}
