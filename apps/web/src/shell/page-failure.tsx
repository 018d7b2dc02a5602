import { ErrorState } from '@allmende/design-system';
import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/index.ts';
import { text } from './text.ts';

interface PageFailureProps {
  readonly children: ReactNode;
}

/** Shows what failed instead of an empty page; give it a `key` per page so that the next page starts afresh. */
export class PageFailure extends Component<PageFailureProps, { readonly error: Error | undefined }> {
  override state = { error: undefined };

  static getDerivedStateFromError(cause: unknown) {
    return { error: cause instanceof Error ? cause : new Error(String(cause)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? this.props.children : <Failed error={error} />;
  }
}

const Failed = ({ error }: { readonly error: Error }) => {
  const t = useText(text);
  return (
    <>
      <h1 className="kern-heading-large">{t('failed')}</h1>
      <ErrorState
        title={t('failedDetail')}
        detail={error.message}
        onRetry={() => {
          location.reload();
        }}
      />
    </>
  );
};
