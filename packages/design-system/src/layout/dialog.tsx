import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useComponentText } from '../language.ts';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons below; the form's own submit button among them by its `form` attribute. */
  readonly footer?: ReactNode;
}

/** Where the keyboard begins: what is asked for, or the first button where nothing is; not the cross. */
const firstControl = '.ds-dialog__body :is(input, select, textarea, button), .ds-dialog__footer button';

/** A modal window while it is rendered; Escape and the cross close it, focus goes back to where it was. */
export const Dialog = ({ title, onClose, children, footer }: DialogProps) => {
  const text = useComponentText();
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while it is still in the page, as the browser gives the focus back then.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>(firstControl)?.focus();
    return () => {
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      className="kern-dialog ds-dialog"
      ref={element}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="kern-dialog__header">
        <h2 className="kern-title kern-title--large" id={id}>
          {title}
        </h2>
        <button type="button" className="kern-btn kern-btn--tertiary" onClick={onClose}>
          <span className="kern-icon kern-icon--close" aria-hidden="true" />
          <span className="kern-label kern-sr-only">{text.close}</span>
        </button>
      </header>
      <section className="kern-dialog__body ds-dialog__body">{children}</section>
      {footer === undefined ? null : (
        <footer className="kern-dialog__footer ds-dialog__footer">{footer}</footer>
      )}
    </dialog>
  );
};
