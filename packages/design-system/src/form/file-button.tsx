interface FileButtonProps {
  readonly label: string;
  /** Media types or endings, as `accept` takes them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** A button that lets a file of the visitor's device be chosen. */
export const FileButton = ({ label, accept, onFile }: FileButtonProps) => (
  <label className="kern-btn kern-btn--secondary kern-btn--x-small ds-file">
    <input
      className="ds-file__input"
      type="file"
      accept={accept}
      onChange={(event) => {
        const file = event.target.files?.[0];
        if (file !== undefined) onFile(file);
        // The same file can be chosen again after it was changed.
        event.target.value = '';
      }}
    />
    <span className="kern-icon kern-icon--drive-folder-upload" aria-hidden="true" />
    <span className="kern-label">{label}</span>
  </label>
);
