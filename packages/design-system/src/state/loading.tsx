import { useComponentText } from '../language.ts';

/** A quiet waiting sign that screen readers hear. */
export const Loading = ({ label }: { readonly label?: string }) => {
  const text = useComponentText();
  return (
    <div className="ds-loading" role="status">
      <span className="kern-loader kern-loader--visible ds-loader" aria-hidden="true" />
      <span className="kern-body">{label ?? text.loading}</span>
    </div>
  );
};
